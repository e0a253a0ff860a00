// SPDX-License-Identifier: Apache-2.0
#include "engine/core/memory_use.h"

#include <fstream>
#include <string>

namespace striate {

double resident_memory_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "VmRSS:") {
      double kilobytes = 0.0;
      status >> kilobytes;
      return kilobytes * 1024.0;
    }
  return 0.0;
}

} // namespace striate
