// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cstdint>

namespace striate {

/// Where a kernel's thread is.
struct ThreadPlace {
  std::uint32_t block = 0, blocks = 1, thread = 0, threads = 1;

  STRIATE_HOST_DEVICE std::uint32_t global() const { return block * threads + thread; }
};

// Atomic on the device; the emulation runs one thread after the other and needs no more than plain memory.

STRIATE_HOST_DEVICE inline void atomic_add(unsigned long long* to, unsigned long long value) {
#if defined(__CUDA_ARCH__)
  atomicAdd(to, value);
#else
  *to += value;
#endif
}

/// Returns what was there before.
STRIATE_HOST_DEVICE inline std::uint32_t atomic_advance(std::uint32_t* counter, std::uint32_t by) {
#if defined(__CUDA_ARCH__)
  return atomicAdd(counter, by);
#else
  const std::uint32_t before = *counter;
  *counter += by;
  return before;
#endif
}

STRIATE_HOST_DEVICE inline void atomic_set_bit(std::uint32_t* bits, std::uint32_t index) {
  const std::uint32_t mask = 1u << (index % 32);
#if defined(__CUDA_ARCH__)
  atomicOr(bits + index / 32, mask);
#else
  bits[index / 32] |= mask;
#endif
}

STRIATE_HOST_DEVICE inline void atomic_largest(std::uint32_t* largest, std::uint32_t value) {
#if defined(__CUDA_ARCH__)
  atomicMax(largest, value);
#else
  if (value > *largest)
    *largest = value;
#endif
}

} // namespace striate
