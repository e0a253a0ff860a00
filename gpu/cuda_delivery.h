#pragma once
#include "gpu/atomics.h"
#include "gpu/kernel_tasks.h"

namespace striate {

/// A weight as the planes count it. Negative ones wrap round and come back when the sum is read as signed.
STRIATE_HOST_DEVICE inline FixedWeight to_fixed(float weight_pA) {
  return static_cast<FixedWeight>(static_cast<long long>(weight_pA * fixed_per_pA));
}

STRIATE_HOST_DEVICE inline float from_fixed(FixedWeight sum) {
  return static_cast<float>(static_cast<long long>(sum)) * (1.0f / fixed_per_pA);
}

/// The twin of CpuDelivery: a block takes one source after the other, its threads the edges of a run. Long and short
/// rows balance because there are many more blocks than the card runs at once.
STRIATE_HOST_DEVICE inline void deliver_spikes(const DeliverTask& task, const ThreadPlace& at) {
  const std::uint32_t count = *task.source_count;
  for (std::uint32_t k = at.block; k < count; k += at.blocks) {
    const std::uint32_t source = task.sources[k];
    const float factor = task.factors != nullptr ? task.factors[source] : 1.0f;
    for (std::uint64_t r = task.projection.row_run[source]; r < task.projection.row_run[source + 1]; ++r) {
      const EdgeRun& run = task.projection.runs[r];
      if (run.delay < task.min_delay)
        continue;
      const auto step = static_cast<std::uint64_t>(task.emitted + run.delay) % static_cast<std::uint64_t>(task.depth);
      FixedWeight* plane = task.planes + (step * static_cast<std::uint64_t>(task.planes_per_step) +
                                          static_cast<std::uint64_t>(run.slot - task.first_slot)) *
                                             task.neurons;
      const std::uint64_t end = task.projection.runs[r + 1].begin;
      for (std::uint64_t e = run.begin + at.thread; e < end; e += at.threads) {
        const float weight = factor * task.projection.weight[e];
        const std::uint32_t target = task.projection.target[e];
        if (weight < largest_weight_pA && weight > -largest_weight_pA)
          atomic_add(plane + target, to_fixed(weight));
        else
          atomic_least(task.wild, target); // also what is no number
      }
    }
  }
}

} // namespace striate
