// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/background_counts.h"

#include "engine/core/errors.h"
#include "engine/core/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

BackgroundCounts::BackgroundCounts(std::uint64_t seed, std::uint32_t trial, std::uint32_t sources, double rate_Hz,
                                   bool as_current)
    : seed_(seed), trial_(trial), as_current_(as_current), counts_(sources),
      amounts_(sources, static_cast<float>(rate_Hz / 1000.0)) {
  if (!(rate_Hz >= 0.0 && rate_Hz <= 100'000.0))
    throw Error(fmt::format("The background rate is {} Hz; it must be between 0 and 100000 Hz.", rate_Hz),
                Error::Kind::usage);
  // docs/model/dynamics.md#eq-10
  const double mean = rate_Hz / 1000.0;
  double probability = std::exp(-mean);
  double cumulative = probability;
  for (int k = 1;; ++k) {
    const double threshold = std::round(cumulative * 0x1p32);
    // Past the mean, a term that no longer moves the sum ends the table: what is left is below 2^-32.
    if (threshold >= 0x1p32 || (k > mean && probability < 0x1p-40))
      break;
    threshold_.push_back(static_cast<std::uint32_t>(threshold));
    probability *= mean / k;
    cumulative += probability;
  }
}

std::uint32_t BackgroundCounts::count_of(std::uint32_t bits) const {
  std::uint32_t count = 0;
  while (count < threshold_.size() && bits >= threshold_[count])
    ++count;
  return count;
}

std::span<const std::uint32_t> BackgroundCounts::draw(std::int64_t step) {
  for (std::size_t first = 0; first < counts_.size(); first += 4) {
    const Philox4 block = philox(seed_, Stream::background_spikes, static_cast<std::uint32_t>(step),
                                 static_cast<std::uint32_t>(first / 4), trial_);
    const std::uint32_t bits[4] = {block.x0, block.x1, block.x2, block.x3};
    for (std::size_t k = 0; k < std::min<std::size_t>(4, counts_.size() - first); ++k)
      counts_[first + k] = count_of(bits[k]);
  }
  return counts_;
}

std::span<const float> BackgroundCounts::amounts(std::int64_t step) {
  if (!as_current_)
    std::ranges::transform(draw(step), amounts_.begin(), [](std::uint32_t count) { return static_cast<float>(count); });
  return amounts_;
}

} // namespace striate
