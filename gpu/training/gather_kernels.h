// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "gpu/device/atomics.h"
#include "gpu/device/bits.h"
#include "gpu/tasks/training.h"

namespace striate {

/// Adds J of the lanes in which a source fired to the gradient of its edges first..end (docs/model/training.md#eq-4).
/// Every edge has one writer, and lanes come in order.
STRIATE_HOST_DEVICE inline void add_gradient(const WindowSpikes& spikes, std::uint32_t source, std::uint64_t first,
                                             std::uint64_t end, const std::uint32_t* column, const float* j,
                                             std::uint32_t trials, float* gradient, const ThreadPlace& at) {
  std::uint32_t fired[window_lanes];
  std::uint32_t any = 0;
  for (int w = 0; w < window_lanes; ++w) {
    fired[w] = spikes.words[w] != nullptr ? spikes.words[w][source] : 0u;
    any |= fired[w];
  }
  if (any == 0)
    return;
  const std::uint32_t stride = lane_stride(trials);
  for (std::uint64_t e = first + at.thread; e < end; e += at.threads) {
    const float* of_column = j + std::uint64_t{column[e]} * stride;
    float sum = gradient[e];
    for (int w = 0; w < window_lanes; ++w)
      for (std::uint32_t left = fired[w]; left != 0; left &= left - 1)
        sum += of_column[static_cast<std::uint32_t>(w) * trials + lowest_bit(left)];
    gradient[e] = sum;
  }
}

/// One LGN unit for a group of threads, at.block. The twin of Adjoint::lgn_row (docs/model/training.md#eq-4).
STRIATE_HOST_DEVICE inline void lgn_gradient_row(const LgnGradientTask& task, const ThreadPlace& at) {
  if (at.block >= task.sources)
    return;
  const auto& lgn = task.projection;
  add_gradient(task.spikes, at.block, lgn.runs[lgn.row_run[at.block]].begin, lgn.runs[lgn.row_run[at.block + 1]].begin,
               lgn.target, task.external_j, task.trials, task.gradient, at);
}

/// The background synapses of one neuron a thread. The twin of Adjoint::background_rows (docs/model/training.md#eq-4).
STRIATE_HOST_DEVICE inline void background_gradient_neuron(const BackgroundGradientTask& task, const ThreadPlace& at) {
  const std::uint32_t n = at.global();
  if (n >= task.neurons)
    return;
  const float* j = task.external_j + std::uint64_t{n} * lane_stride(task.trials);
  for (std::uint32_t e = task.row[n]; e < task.row[n + 1]; ++e) {
    float sum = task.gradient[e];
    for (int w = 0; w < window_lanes; ++w) {
      if (task.counts[w] == nullptr)
        continue;
      const std::uint32_t* counts = task.counts[w] + task.source[e] * task.trials;
      for (std::uint32_t trial = 0; trial < task.trials; ++trial)
        sum += static_cast<float>(counts[trial]) * j[static_cast<std::uint32_t>(w) * task.trials + trial];
    }
    task.gradient[e] = sum;
  }
}

} // namespace striate
