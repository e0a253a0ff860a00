// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cmath>
#include <cstdint>

namespace striate {

/// The derivative that stands in for the step of the spike threshold (docs/model/training.md#eq-1).
struct Surrogate {
  enum class Shape : std::uint8_t { triangular, gaussian } shape = Shape::triangular;
  double damping = 0.1; ///< gamma, the value at threshold
  double width = 0.3;   ///< sigma of the Gaussian exp(-(s / sigma)^2); the triangle reaches 0 at s = -1 and 1
};

/// psi at membrane potential v (threshold 1) of the triangle.
template <typename Real>
STRIATE_HOST_DEVICE inline Real triangular_surrogate(Real v, Real damping) {
  // docs/model/training.md#eq-1
  const Real distance = v < Real{1} ? Real{1} - v : v - Real{1};
  const Real height = Real{1} - distance;
  return damping * (height > Real{0} ? height : Real{0});
}

template <typename Real>
STRIATE_HOST_DEVICE inline Real gaussian_surrogate(Real v, Real damping, Real inverse_width) {
  // docs/model/training.md#eq-1
  const Real s = (v - Real{1}) * inverse_width;
  return damping * std::exp(-s * s);
}

} // namespace striate
