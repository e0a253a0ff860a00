# SPDX-License-Identifier: Apache-2.0
# How every target of ours is built: one place for the language level, the warnings and the sanitizers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without these allowances it gives up on precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

include(StriateFast)

# Sanitizers cannot choose the SIMD version of a kernel at load time: their builds hold the best one of this machine.
if(STRIATE_SANITIZE AND NOT DEFINED STRIATE_SIMD_ONLY)
  set(probe "${CMAKE_BINARY_DIR}/generated/simd_level.cpp")
  file(WRITE "${probe}" "int main() { __builtin_cpu_init(); \
    return __builtin_cpu_supports(\"x86-64-v4\") ? 4 : __builtin_cpu_supports(\"x86-64-v3\") ? 3 : 0; }\n")
  try_run(simd_level simd_level_compiles "${CMAKE_BINARY_DIR}/generated" "${probe}")
  if(NOT simd_level_compiles OR NOT simd_level MATCHES "^[34]$")
    set(simd_level 0)
  endif()
  set(STRIATE_SIMD_ONLY ${simd_level} CACHE STRING "SIMD kernels of a sanitizer build: 3 (AVX2), 4 (AVX-512) or 0 (plain)")
endif()

function(striate_warnings_and_code target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -Wno-sign-conversion
    # a*b+c is rounded the same way by the AVX2, AVX-512 and plain builds of a kernel, so results never depend on the machine
    -ffp-contract=off)
  if(STRIATE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(STRIATE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${STRIATE_SANITIZE} -fno-omit-frame-pointer)
    if(STRIATE_SIMD_ONLY)
      target_compile_definitions(${target} PRIVATE STRIATE_SIMD_ONLY=${STRIATE_SIMD_ONLY})
    endif()
    target_link_options(${target} PUBLIC -fsanitize=${STRIATE_SANITIZE})
  endif()
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
endfunction()

# KIND: whose precompiled headers the target takes (StriateFast.cmake); without, none.
function(striate_compile_options target)
  cmake_parse_arguments(ARG "" "KIND" "" ${ARGN})
  striate_warnings_and_code(${target})
  striate_join(${target})
  if(ARG_KIND)
    striate_optimise_kind(${target} ${ARG_KIND})
    striate_precompile(${target} ${ARG_KIND})
  endif()
endfunction()

# For targets that compute nothing themselves: their time goes into the compiler, which reads large templates.
function(striate_optimise_little target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>) # GCC 12 at -O1 sees writes past a std::string that are not there
endfunction()

function(striate_optimise_kind target kind)
  if(kind MATCHES "^(app|doctest|window_test)$")
    striate_optimise_little(${target})
  endif()
endfunction()

# striate_library(<folder-name> [KIND ...] SOURCES ... LINK ...): a static library striate_<name> from the files of one folder.
# A folder links only what README allows ("Where everything lives"); tests/structure checks the includes.
function(striate_library name)
  cmake_parse_arguments(ARG "" "KIND" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(NOT ARG_KIND)
    set(ARG_KIND engine)
  endif()
  add_library(striate_${name} STATIC ${ARG_SOURCES})
  striate_compile_options(striate_${name} KIND ${ARG_KIND})
  target_link_libraries(striate_${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
  set_target_properties(striate_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
