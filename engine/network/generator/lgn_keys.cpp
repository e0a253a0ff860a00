// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_keys.h"

#include "engine/core/random.h"
#include "engine/core/simd.h"

#include <bit>

namespace striate {

namespace {

/// 2 atanh(s) for |s| < 0.172; the first term left out is below 1e-9 of the result.
[[gnu::always_inline]] inline float twice_atanh(float s) {
  const float t = s * s;
  return 2.0f * s * (1.0f + t * (1.0f / 3 + t * (1.0f / 5 + t * (1.0f / 7 + t * (1.0f / 9)))));
}

/// x = m 2^k with m from sqrt(1/2) to sqrt(2); x positive and normal.
struct Split {
  float m;
  std::int32_t k;
};
[[gnu::always_inline]] inline Split split(float x) {
  const auto bits = std::bit_cast<std::int32_t>(x);
  const std::int32_t k = (bits - 0x3F3504F3) >> 23;
  return {std::bit_cast<float>(bits - (k << 23)), k};
}

constexpr float ln2 = 0.693147181f;

/// ln(-ln(1 - u)) for the uniform number of a word. Small u decide who is chosen, so 1 - u is never formed for them.
[[gnu::always_inline]] inline float log_exponential(std::uint32_t word) {
  const auto step = static_cast<std::int32_t>(word >> 1);
  const float u = (static_cast<float>(step) + 0.5f) * 0x1p-31f;
  const float rest = (static_cast<float>(0x7FFFFFFF - step) + 0.5f) * 0x1p-31f;
  const Split r = split(rest);
  const float difference = r.k == 0 ? -u : r.m - 1.0f;
  const float exponential = -(static_cast<float>(r.k) * ln2 + twice_atanh(difference / (r.m + 1.0f)));
  const Split e = split(exponential);
  return static_cast<float>(e.k) * ln2 + twice_atanh((e.m - 1.0f) / (e.m + 1.0f));
}

} // namespace

STRIATE_SIMD void random_words(std::uint64_t seed, std::uint32_t target, std::uint32_t purpose, std::uint32_t draws,
                               std::uint32_t* words) {
  const auto key_low = static_cast<std::uint32_t>(seed);
  const auto key_high = static_cast<std::uint32_t>(seed >> 32);
  std::uint32_t* __restrict w0 = words;
  std::uint32_t* __restrict w1 = w0 + draws;
  std::uint32_t* __restrict w2 = w1 + draws;
  std::uint32_t* __restrict w3 = w2 + draws;
  for (std::uint32_t i = 0; i < draws; ++i) {
    std::uint32_t c0 = i, c1 = purpose, c2 = target, c3 = static_cast<std::uint32_t>(Stream::lgn_selection);
    // The ten rounds of `philox` without a loop, so that the loop over the draws is vectorised.
    const auto round = [&](std::uint32_t number) __attribute__((always_inline)) {
      const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * c0;
      const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * c2;
      c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ (key_low + number * 0x9E3779B9u);
      c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ (key_high + number * 0xBB67AE85u);
      c1 = static_cast<std::uint32_t>(p1);
      c3 = static_cast<std::uint32_t>(p0);
    };
    round(0), round(1), round(2), round(3), round(4), round(5), round(6), round(7), round(8), round(9);
    w0[i] = c0;
    w1[i] = c1;
    w2[i] = c2;
    w3[i] = c3;
  }
}

STRIATE_SIMD void selection_keys(const LgnFrame& frame, const float* __restrict x_deg, const float* __restrict y_deg,
                                 std::size_t count, const std::uint32_t* __restrict words, float* __restrict key,
                                 float* __restrict distance_sq) {
  const LgnFrame f = frame;
  for (std::size_t i = 0; i < count; ++i) {
    const float dx = x_deg[i] - f.x_deg;
    const float dy = y_deg[i] - f.y_deg;
    const float along = dx * f.cosine + dy * f.sine + f.shift_deg;
    const float across = dy * f.cosine - dx * f.sine;
    const float d2 = along * along * 1.5f + across * across * (1.0f / 1.5f);
    const float value = log_exponential(words[i]) + d2 * 0.02f - f.log_weight;
    distance_sq[i] = d2;
    key[i] = dx * dx + dy * dy <= 1600.0f ? value : excluded_key;
  }
}

STRIATE_SIMD void nearness_keys(float k, const float* __restrict distance_sq, std::size_t count,
                                const std::uint32_t* __restrict words, float* __restrict key) {
  for (std::size_t i = 0; i < count; ++i)
    key[i] = log_exponential(words[i]) + k * distance_sq[i] * 0.02f;
}

} // namespace striate
