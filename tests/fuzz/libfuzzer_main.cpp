// SPDX-License-Identifier: Apache-2.0
// One libFuzzer program per entry point; STRIATE_FUZZ_ENTRY names it.
#include "tests/fuzz/entry_points.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  striate::fuzz::STRIATE_FUZZ_ENTRY({data, size});
  return 0;
}
