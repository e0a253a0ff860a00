#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Poisson counts of the background sources (spec: model, section 3.2): one number per source and step, drawn from the
/// Philox stream background_spikes, so they depend on (seed, trial, step, source) and nothing else.
class BackgroundCounts {
public:
  /// Throws Error (usage) when the rate is not within 0..100,000 Hz.
  BackgroundCounts(std::uint64_t seed, std::uint32_t trial, std::uint32_t sources, double rate_Hz);

  /// Counts of all sources in one step; valid until the next call.
  std::span<const std::uint32_t> draw(std::int64_t step);

private:
  std::uint32_t count_of(std::uint32_t bits) const;

  std::uint64_t seed_;
  std::uint32_t trial_;
  /// threshold_[k] = P(count <= k) in units of 2^-32: the count is the number of thresholds at or below the 32-bit
  /// draw.
  std::vector<std::uint32_t> threshold_;
  std::vector<std::uint32_t> counts_;
};

} // namespace striate
