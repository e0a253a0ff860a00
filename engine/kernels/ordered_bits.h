// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cstdint>
#include <cstring>

namespace striate {

// Unsigned numbers in the order of the floats that they spell: what a radix sort sorts.

STRIATE_HOST_DEVICE inline std::uint32_t ordered_bits(float x) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
}

STRIATE_HOST_DEVICE inline float from_ordered_bits(std::uint32_t key) {
  const std::uint32_t bits = (key & 0x80000000u) != 0 ? key & 0x7fffffffu : ~key;
  float x = 0.0f;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

} // namespace striate
