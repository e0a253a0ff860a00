# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=<tree> -DCOMPILER=<text> -DOUTPUT=<file> -P write_build_id.cmake: the source of build_id().
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE headers RELATIVE "${ROOT}" "${ROOT}/engine/*.h")
list(SORT headers)
set(all "${COMPILER}")
foreach(header IN LISTS headers)
  file(SHA256 "${ROOT}/${header}" digest)
  string(APPEND all "${header} ${digest}\n")
endforeach()
string(MD5 id "${all}")
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[// Written by cmake/write_build_id.cmake.
#include "engine/simulation/build_id.h"

namespace striate {

const char* build_id() {
  return "@id@";
}

} // namespace striate
]])
