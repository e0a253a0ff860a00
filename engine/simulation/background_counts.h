// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Poisson counts of the background sources (docs/model/dynamics.md#eq-10): one number per source and step, drawn from
/// the Philox stream background_spikes, so they depend on (seed, trial, step, source) and nothing else.
class BackgroundCounts {
public:
  /// as_current: no spikes, each source sends its mean in every step. Throws Error (usage) when the rate is not within
  /// 0..100,000 Hz.
  BackgroundCounts(std::uint64_t seed, std::uint32_t trial, std::uint32_t sources, double rate_Hz,
                   bool as_current = false);

  std::uint32_t sources() const { return static_cast<std::uint32_t>(counts_.size()); }
  /// Counts of all sources in one step, also when they are sent as a current; valid until the next call.
  std::span<const std::uint32_t> draw(std::int64_t step);
  /// What multiplies the weights of each source in one step: its count, or the mean. Valid until the next call.
  std::span<const float> amounts(std::int64_t step);

private:
  std::uint32_t count_of(std::uint32_t bits) const;

  std::uint64_t seed_;
  std::uint32_t trial_;
  bool as_current_;
  /// threshold_[k] = P(count <= k) in units of 2^-32: the count is the number of thresholds at or below the 32-bit
  /// draw.
  std::vector<std::uint32_t> threshold_;
  std::vector<std::uint32_t> counts_;
  std::vector<float> amounts_; ///< those of the latest step; the means for good when sent as a current
};

} // namespace striate
