# SPDX-License-Identifier: Apache-2.0
# What makes a full build short: the sources of a target are joined for the compiler, and the headers that most files
# read are precompiled once per kind of target. Neither changes what is built.
option(STRIATE_UNITY "Join the sources of a target for the compiler (off: an edit compiles one file)" ON)
option(STRIATE_PCH "Precompile the headers that most files read" ON)
set(STRIATE_UNITY_FILES 24 CACHE STRING "Sources joined at most")

set(striate_engine_headers <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <fstream> <functional> <limits> <map>
  <memory> <mutex> <numeric> <optional> <ranges> <span> <string> <string_view> <thread> <unordered_map> <variant> <vector>
  <fmt/format.h> <nlohmann/json.hpp>)
# fmt turns optimisation on and off again around its code; GCC keeps the macro __OPTIMIZE__ of that in a precompiled
# header, and the intrinsics that Eigen uses do not compile without optimisation then.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
if(build_type STREQUAL "DEBUG" OR CMAKE_CXX_FLAGS_${build_type} MATCHES "-O0")
  list(REMOVE_ITEM striate_engine_headers <fmt/format.h>)
endif()

set(striate_doctest_headers ${striate_engine_headers} <doctest/doctest.h>)
set(striate_app_headers ${striate_engine_headers} <CLI/CLI.hpp>)
set(striate_window_headers ${striate_engine_headers} <QAction> <QApplication> <QBoxLayout> <QCheckBox> <QComboBox> <QDialog>
  <QEvent> <QFormLayout> <QGridLayout> <QLabel> <QLineEdit> <QMainWindow> <QMenu> <QMouseEvent> <QPainter> <QPainterPath>
  <QPushButton> <QSettings> <QStyle> <QTimer> <QToolButton> <QWidget>)
set(striate_window_test_headers ${striate_window_headers} <QSignalSpy> <QTest>)

# ccache asks for it.
set(striate_pch_options $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

# One target per kind compiles its headers; the others of the kind take them over.
function(striate_precompile target kind)
  if(NOT STRIATE_PCH)
    return()
  endif()
  set(headers striate_${kind}_headers_target)
  if(NOT TARGET ${headers})
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/${kind}_headers.cpp" CONTENT "// The headers of ${kind} sources are compiled with this file.\n")
    add_library(${headers} OBJECT "${PROJECT_BINARY_DIR}/generated/${kind}_headers.cpp")
    striate_warnings_and_code(${headers})
    set_target_properties(${headers} PROPERTIES AUTOMOC OFF AUTORCC OFF POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(${headers} PRIVATE fmt::fmt nlohmann_json::nlohmann_json)
    if(kind STREQUAL "doctest")
      target_link_libraries(${headers} PRIVATE doctest::doctest)
    elseif(kind STREQUAL "app")
      target_link_libraries(${headers} PRIVATE CLI11::CLI11)
    elseif(kind MATCHES "^window")
      target_link_libraries(${headers} PRIVATE Qt6::Widgets)
    endif()
    if(kind STREQUAL "window_test")
      target_link_libraries(${headers} PRIVATE Qt6::Test)
    endif()
    striate_optimise_kind(${headers} ${kind})
    target_compile_options(${headers} PRIVATE ${striate_pch_options})
    target_precompile_headers(${headers} PRIVATE ${striate_${kind}_headers})
  endif()
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    target_compile_options(${target} PRIVATE -fPIC) # not -fPIE: code flags must be those of the precompiled headers
  endif()
  target_compile_options(${target} PRIVATE ${striate_pch_options})
  target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

function(striate_join target)
  if(STRIATE_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${STRIATE_UNITY_FILES})
    # Types of unnamed namespaces are local to what was a file; the warning sees only the joined one.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()
