#pragma once
#include "engine/core/random.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace striate {

/// From a rate to a spike, shared by all back ends. p = 1 - exp(-rate/1000) (spec: lgn, section 4) within 4e-7 of
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

/// Whether a unit fires, given 32 random bits: the upper 31 of them are a number in [0, 1).
STRIATE_HOST_DEVICE inline bool lgn_fires(std::uint32_t bits, float probability) {
  const float scaled = probability * 0x1p31f;
  const float most = 0x1.fffffep30f; // the largest float that fits in 31 bits
  return static_cast<std::int32_t>(bits >> 1) < static_cast<std::int32_t>(scaled < most ? scaled : most);
}

} // namespace striate
