// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace striate {

// What an optimizer does to one weight, shared by the CPU loops and a CUDA kernel. No branches in the loops' way.

/// Of one step of all weights.
struct OptimizerConstants {
  float keep_1 = 0.0f, keep_2 = 0.0f; ///< 1 - beta
  float alpha = 0.0f, epsilon = 0.0f, momentum = 0.0f;
  float factor = 1.0f, limit = 3.0e38f; ///< of the gradient: shortens, cuts
};

/// exp(x) for the small steps of an update, the same on every machine: 2^n exp(r) by its series, |r| <= ln 2 / 2.
STRIATE_HOST_DEVICE inline float small_exponential(float x) {
  const float limited = x < -20.0f ? -20.0f : (x > 20.0f ? 20.0f : x);
  const float n = std::nearbyint(limited * 1.44269504f);
  const float r = (limited - n * 0.693359375f) + n * 2.12194440e-4f;
  float series = 1.0f / 5040.0f;
  series = series * r + 1.0f / 720.0f;
  series = series * r + 1.0f / 120.0f;
  series = series * r + 1.0f / 24.0f;
  series = series * r + 1.0f / 6.0f;
  series = series * r + 0.5f;
  series = series * r + 1.0f;
  series = series * r + 1.0f;
  const std::int32_t bits = (127 + static_cast<std::int32_t>(n)) << 23;
  float power = 0.0f;
  std::memcpy(&power, &bits, sizeof power);
  return series * power;
}

/// Gradient of the variable weight / unit: shortened and cut (docs/model/training.md#eq-14).
STRIATE_HOST_DEVICE inline float clipped_gradient(float gradient, float unit, const OptimizerConstants& c) {
  const float g = gradient * unit * c.factor;
  const float below = g < c.limit ? g : c.limit;
  return below > -c.limit ? below : -c.limit;
}

/// m and s of docs/model/training.md#eq-11.
STRIATE_HOST_DEVICE inline void update_moments(float g, const OptimizerConstants& c, float& first, float& second) {
  first += c.keep_1 * (g - first);
  second += c.keep_2 * (g * g - second);
}

STRIATE_HOST_DEVICE inline float adam_step(float first, float second, const OptimizerConstants& c) {
  return c.alpha * first / (std::sqrt(second) + c.epsilon);
}

/// Adam on log |weight| (docs/model/training.md#eq-11).
STRIATE_HOST_DEVICE inline void exponentiated_step(float first, float second, const OptimizerConstants& c,
                                                   float& weight) {
  const float step = adam_step(first, second, c);
  weight *= small_exponential(weight < 0.0f ? step : -step);
}

/// `adam` of docs/model/training.md#eq-12.
STRIATE_HOST_DEVICE inline void additive_step(float first, float second, float unit, const OptimizerConstants& c,
                                              float& weight) {
  weight -= unit * adam_step(first, second, c);
}

/// `sgd` of docs/model/training.md#eq-12.
STRIATE_HOST_DEVICE inline void momentum_step(float g, float unit, const OptimizerConstants& c, float& velocity,
                                              float& weight) {
  velocity = c.momentum * velocity - c.alpha * g;
  weight += unit * velocity;
}

/// 0 in place of a weight on the other side of 0 than the initial one (docs/model/training.md#eq-12).
STRIATE_HOST_DEVICE inline float kept_sign(float initial, float weight) {
  const float positive = weight > 0.0f ? weight : 0.0f;
  const float negative = weight < 0.0f ? weight : 0.0f;
  return initial >= 0.0f ? positive : negative;
}

} // namespace striate
