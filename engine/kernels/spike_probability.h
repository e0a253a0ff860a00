// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace striate {

/// From a rate to a spike, shared by all back ends. p = 1 - exp(-rate/1000) (docs/model/lgn.md#eq-14) within 4e-7 of
/// itself: exp is split into 2^n exp(r), |r| <= ln 2 / 2, and exp(r) - 1 is its Taylor series, so small rates keep
/// their digits. A NaN or a negative rate gives 0.
STRIATE_HOST_DEVICE inline float lgn_spike_probability(float rate_Hz) {
  // Clamped to 0..20 as integers, which order like the floats they spell: a float comparison here would keep the
  // compiler from making vectors. 1 - exp(-20) is 1 in float.
  const std::int32_t spelled = std::max(std::bit_cast<std::int32_t>(rate_Hz * 0.001f), 0);
  const float x = std::bit_cast<float>(std::min(spelled, std::bit_cast<std::int32_t>(20.0f)));
  const auto n = static_cast<std::int32_t>(x * 1.44269504f + 0.5f);
  const float r = static_cast<float>(n) * 0.693147181f - x;
  float series = 1.0f / 5040.0f;
  series = series * r + 1.0f / 720.0f;
  series = series * r + 1.0f / 120.0f;
  series = series * r + 1.0f / 24.0f;
  series = series * r + 1.0f / 6.0f;
  series = series * r + 0.5f;
  series = series * r + 1.0f;
  const float power = std::bit_cast<float>((127 - n) << 23); // 2^-n
  return (1.0f - power) - power * (series * r);
}

/// How much of a spike a unit sends in every millisecond when its rate acts as a current (docs/model/lgn.md#eq-14).
STRIATE_HOST_DEVICE inline float lgn_current(float rate_Hz) {
  return 1.3f * lgn_spike_probability(rate_Hz);
}

/// The random numbers of LGN units, 16 bits each: eight units share one block of Philox. Units go in batches of 128
/// that use 16 blocks; consecutive units take the same part of consecutive blocks, so that vectors need no shuffling.
struct LgnUnitBits {
  std::uint32_t block; ///< counter b
  int word, shift;     ///< which half of which word

  STRIATE_HOST_DEVICE explicit LgnUnitBits(std::uint32_t unit)
      : block(unit / 128 * 16 + unit % 16), word(static_cast<int>(unit % 64 / 16)), shift(unit % 128 < 64 ? 0 : 16) {}
};

/// Whether the 16 bits leave open that a unit fires: p < rate / 1000, so nearly all units are settled by this alone.
STRIATE_HOST_DEVICE inline bool lgn_may_fire(std::uint32_t bits16, float rate_Hz) {
  return static_cast<float>(static_cast<std::int32_t>(bits16)) < rate_Hz * 65.536f;
}

/// Whether a unit that may fire does: (bits16 + u) / 65536 < p, with u in [0, 1) drawn only when the 16 bits do not
/// decide.
STRIATE_HOST_DEVICE inline bool lgn_fires(std::uint32_t bits16, float rate_Hz, std::uint64_t seed, std::uint32_t trial,
                                          std::uint32_t step, std::uint32_t unit) {
  const float open = lgn_spike_probability(rate_Hz) * 65536.0f - static_cast<float>(static_cast<std::int32_t>(bits16));
  if (open >= 1.0f || open <= 0.0f)
    return open > 0.0f;
  return uniform_float(philox(seed, Stream::lgn_spikes, step, 0x80000000u | unit, trial).x0) < open;
}

} // namespace striate
