// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/temporary_folder.h"

#include <cstdint>
#include <vector>

namespace striate::test {

/// Ids of step `ms`: a pattern that every test can make again.
inline std::vector<std::uint32_t> pattern(std::int64_t ms, std::uint32_t spikes) {
  std::vector<std::uint32_t> ids(spikes);
  for (std::uint32_t i = 0; i < spikes; ++i)
    ids[i] = static_cast<std::uint32_t>(ms * 31) % 7 + 11 * i;
  return ids;
}

} // namespace striate::test
