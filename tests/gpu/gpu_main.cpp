// SPDX-License-Identifier: Apache-2.0
// The runner of the GPU tests. A run on a card where there is none ends with 77, which ctest counts as skipped.
#define DOCTEST_CONFIG_IMPLEMENT
#include "test_device.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <string>

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  if (striate::test::on_card()) {
    if (const std::string missing = striate::test::missing_card(); !missing.empty()) {
      std::printf("skipped, no GPU can be used: %s\n", missing.c_str());
      return skipped;
    }
  }
  return doctest::Context(argc, argv).run();
}
