// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstdint>

namespace striate {

/// The bits of the nearest IEEE 754 half-precision number (ties to even); too large becomes infinity.
inline std::uint16_t half_bits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
  const std::uint32_t size = bits & 0x7FFFFFFFu;
  if (size >= 0x7F800000u) // infinity, NaN
    return static_cast<std::uint16_t>(sign | (size > 0x7F800000u ? 0x7E00u : 0x7C00u));
  if (size >= 0x477FF000u) // rounds to 65536 or more
    return static_cast<std::uint16_t>(sign | 0x7C00u);
  if (size < 0x38800000u) { // below 2^-14: adding 0.5 lets the float unit round to steps of 2^-24
    const float shifted = std::bit_cast<float>(size) + 0.5f;
    return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000u));
  }
  const std::uint32_t odd = (size >> 13) & 1u;
  return static_cast<std::uint16_t>(sign | ((size - 0x38000000u + 0xFFFu + odd) >> 13));
}

} // namespace striate
