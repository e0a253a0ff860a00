// SPDX-License-Identifier: Apache-2.0
#include "ui/live/lgn_choice.h"

#include "engine/core/random.h"

#include <algorithm>

namespace striate {

std::vector<std::uint32_t> random_lgn_units(const LgnUnits& units, std::optional<int> unit_class, int count,
                                            std::uint64_t seed) {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit)
    if (!unit_class || units.unit_class[unit] == *unit_class)
      candidates.push_back(unit);
  const std::size_t wanted = std::min(candidates.size(), static_cast<std::size_t>(std::max(count, 0)));
  RandomSequence random(seed, Stream::stimulus, 0);
  for (std::size_t i = 0; i < wanted; ++i) { // the first steps of a Fisher-Yates shuffle
    const auto rest = static_cast<double>(candidates.size() - i);
    std::swap(candidates[i], candidates[i + static_cast<std::size_t>(random.uniform() * rest)]);
  }
  candidates.resize(wanted);
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

} // namespace striate
