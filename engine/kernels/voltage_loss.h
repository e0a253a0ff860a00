// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cstdint>

namespace striate {

/// What the voltage loss (docs/model/training.md#eq-7) asks of v, shared by the CPU loop and a CUDA kernel.
enum class VoltageMode : std::uint8_t {
  threshold, ///< (v - 1)^2: pulls to the threshold
  range      ///< distance from 0..1, squared
};

/// The distance whose square is the loss of docs/model/training.md#eq-7, with the sign of v's excess: half the
/// derivative of the square.
STRIATE_HOST_DEVICE inline float voltage_excess(VoltageMode mode, float v) {
  if (mode == VoltageMode::threshold || v > 1.0f)
    return v - 1.0f;
  return v > 0.0f ? 0.0f : v; // NaN stays NaN
}

} // namespace striate
