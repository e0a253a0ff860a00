// SPDX-License-Identifier: Apache-2.0
#include "engine/network/projection.h"

#include <algorithm>

namespace striate {

int Projection::max_delay() const {
  int longest = 0;
  for (const EdgeRun& run : runs)
    longest = std::max(longest, static_cast<int>(run.delay));
  return longest;
}

std::uint64_t Projection::bytes() const {
  return row_run.size() * sizeof(std::uint64_t) + runs.size() * sizeof(EdgeRun) +
         target.size() * sizeof(std::uint32_t) + weight.size() * sizeof(float) + delay_ms.size() * sizeof(double);
}

} // namespace striate
