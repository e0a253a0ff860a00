// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "gpu/device/atomics.h"
#include "gpu/tasks/training.h"

namespace striate {

STRIATE_HOST_DEVICE inline float unit_of(const WeightArrays& weights, std::uint64_t k) {
  return weights.target != nullptr ? weights.unit[weights.target[k]] : 1.0f;
}

/// One partial sum a thread, of every so many-th weight: the same numbers however many threads run.
STRIATE_HOST_DEVICE inline void sum_squares(const SquaresTask& task, const ThreadPlace& at) {
  const std::uint32_t first = at.global();
  if (first >= task.partials)
    return;
  double sum = 0.0;
  for (std::uint64_t k = first; k < task.weights.count; k += task.partials) {
    const double g = static_cast<double>(task.weights.gradient[k]) * static_cast<double>(unit_of(task.weights, k));
    sum += g * g;
  }
  task.partial[first] = sum;
}

/// One weight a thread. The twin of take_step() (docs/model/training.md#optimizers).
STRIATE_HOST_DEVICE inline void optimize_weight(const OptimizerTask& task, const ThreadPlace& at) {
  const std::uint64_t k = at.global();
  if (k >= task.weights.count)
    return;
  const OptimizerConstants& c = task.constants;
  const float unit = unit_of(task.weights, k);
  const float g = clipped_gradient(task.weights.gradient[k], unit, c);
  float weight = task.weight[k];
  float first = task.first[k];
  if (task.kind == OptimizerSettings::Kind::sgd) {
    momentum_step(g, unit, c, first, weight);
  } else {
    float second = task.second[k];
    update_moments(g, c, first, second);
    if (task.kind == OptimizerSettings::Kind::exp_adam)
      exponentiated_step(first, second, c, weight);
    else
      additive_step(first, second, unit, c, weight);
    task.second[k] = second;
  }
  task.first[k] = first;
  task.weight[k] = kept_sign(task.initial[k], weight);
}

} // namespace striate
