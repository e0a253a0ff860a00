// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "gpu/device/atomics.h"
#include "gpu/tasks/basis4.h"

namespace striate {

/// A weight as the planes count it. Negative ones wrap round and come back when the sum is read as signed.
STRIATE_HOST_DEVICE inline FixedWeight to_fixed(float weight_pA) {
  return static_cast<FixedWeight>(static_cast<long long>(weight_pA * fixed_per_pA));
}

STRIATE_HOST_DEVICE inline float from_fixed(FixedWeight sum) {
  return static_cast<float>(static_cast<long long>(sum)) * (1.0f / fixed_per_pA);
}

/// Queues the chunks of a source that fired.
STRIATE_HOST_DEVICE inline void queue_chunks(const ChunkQueue& queue, std::uint32_t source) {
  if (queue.row_chunk == nullptr)
    return;
  const std::uint32_t first = queue.row_chunk[source], end = queue.row_chunk[source + 1];
  std::uint32_t* place = queue.chunks + atomic_advance(queue.count, end - first);
  for (std::uint32_t chunk = first; chunk < end; ++chunk)
    *place++ = chunk;
}

/// The twin of CpuDelivery (docs/model/synapses.md#eq-2): a block takes one chunk after the other.
STRIATE_HOST_DEVICE inline void deliver_spikes(const DeliverTask& task, const ThreadPlace& at) {
  constexpr int together = 2; ///< edges that a thread reads before it adds any
  const std::uint32_t count = *task.count;
  for (std::uint32_t k = at.block; k < count; k += at.blocks) {
    const EdgeChunk chunk = task.projection.chunks[task.queue[k]];
    if (chunk.delay < task.min_delay)
      continue;
    const float factor = task.factors != nullptr ? task.factors[chunk.source] : 1.0f;
    const auto step = static_cast<std::uint32_t>(task.clock->phase + task.emitted + chunk.delay) % task.depth;
    FixedWeight* plane =
        task.planes + std::uint64_t{step * task.planes_per_step + chunk.slot - task.first_slot} * task.neurons;
    for (std::uint32_t first = at.thread; first < chunk.edges; first += together * at.threads) {
      float weight[together];
      std::uint32_t target[together];
      for (std::uint32_t i = 0; i < together; ++i) {
        const std::uint32_t edge = first + i * at.threads;
        const bool there = edge < chunk.edges;
        weight[i] = there ? factor * task.projection.weight[chunk.begin + edge] : 0.0f;
        target[i] = there ? task.projection.target[chunk.begin + edge] : 0;
      }
      for (std::uint32_t i = 0; i < together; ++i) {
        if (!(weight[i] < largest_weight_pA && weight[i] > -largest_weight_pA))
          atomic_largest(task.wild, task.neurons - target[i]); // also what is no number
        else if (weight[i] != 0.0f)
          atomic_add(plane + target[i], to_fixed(weight[i]));
      }
    }
  }
}

} // namespace striate
