// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cstdint>
#include <cstring>

namespace striate {

// Half precision (IEEE 754 binary16) by integer arithmetic: the same bits on the GPU and in the emulation.

/// Nearest, ties to even; what is too large becomes infinite, NaN stays NaN.
STRIATE_HOST_DEVICE inline std::uint16_t to_half(float x) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t size = bits & 0x7fffffffu;
  if (size > 0x7f800000u)
    return static_cast<std::uint16_t>(sign | 0x7e00u);
  if (size >= 0x477ff000u) // 65520 and more
    return static_cast<std::uint16_t>(sign | 0x7c00u);
  std::uint32_t result = 0;
  std::uint32_t rest = 0;
  std::uint32_t half_way = 0;
  if (size >= 0x38800000u) { // normal: 13 bits go
    result = (size - 0x38000000u) >> 13;
    rest = size & 0x1fffu;
    half_way = 0x1000u;
  } else if (size >= 0x33000000u) {
    const std::uint32_t shift = 126u - (size >> 23);
    const std::uint32_t mantissa = (size & 0x7fffffu) | 0x800000u;
    result = mantissa >> shift;
    rest = mantissa & ((1u << shift) - 1u);
    half_way = 1u << (shift - 1u);
  }
  if (rest > half_way || (rest == half_way && (result & 1u) != 0))
    ++result;
  return static_cast<std::uint16_t>(sign | result);
}

STRIATE_HOST_DEVICE inline float from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fu;
  const std::uint32_t mantissa = half & 0x3ffu;
  if (exponent == 0) {
    const float size = static_cast<float>(mantissa) * 0x1p-24f;
    return sign != 0 ? -size : size;
  }
  const std::uint32_t wide = exponent == 31 ? 255u : exponent + 112u;
  const std::uint32_t bits = sign | (wide << 23) | (mantissa << 13);
  float x = 0.0f;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

} // namespace striate
