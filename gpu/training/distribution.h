// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/kernels/ordered_bits.h"
#include "gpu/device/atomics.h"
#include "gpu/tasks/training.h"

namespace striate {

/// One place of one group a thread: what its edge is sorted by.
STRIATE_HOST_DEVICE inline void key_of_weight(const DistributionTask& task, const ThreadPlace& at) {
  const std::uint64_t k = at.global();
  if (k >= task.count)
    return;
  const std::uint32_t edge = task.edge[k];
  const float number = task.weight[edge] / task.unit[task.target[edge]];
  task.keys[k] = (std::uint64_t{task.group[k]} << 32) | ordered_bits(number);
  task.edges[k] = edge;
}

/// Every so many-th place a thread. The twin of WeightDistributionLoss::evaluate (docs/model/training.md#eq-10), after
/// the sort.
STRIATE_HOST_DEVICE inline void distribution_gradient(const DistributionTask& task, const ThreadPlace& at) {
  const std::uint32_t first = at.global();
  if (first >= task.partials)
    return;
  double loss = 0.0;
  for (std::uint64_t k = first; k < task.count; k += task.partials) {
    const double slope = task.slope[task.group[k]];
    const float number = from_ordered_bits(static_cast<std::uint32_t>(task.keys[k]));
    const double change = static_cast<double>(number) - static_cast<double>(task.initial[k]);
    const double sign = change > 0.0 ? 1.0 : (change < 0.0 ? -1.0 : 0.0);
    loss += slope * (sign * change);
    const std::uint32_t edge = task.edges[k];
    task.gradient[edge] += static_cast<float>(slope * sign / static_cast<double>(task.unit[task.target[edge]]));
  }
  task.partial[first] = loss;
}

} // namespace striate
