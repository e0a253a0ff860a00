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

/// The twin of CpuDelivery: run_parts x edge_parts blocks take one source after the other, `lanes` threads of them a
/// run, so that a short row is read at once and a long one by many. Long and short rows balance because there are many
/// more blocks than the card runs at once.
STRIATE_HOST_DEVICE inline void deliver_spikes(const DeliverTask& task, const ThreadPlace& at) {
  const std::uint32_t count = *task.source_count;
  const std::uint32_t lanes = task.lanes < at.threads ? task.lanes : at.threads;
  const std::uint32_t teams = at.threads / lanes;
  const std::uint32_t team = at.thread / lanes;
  const std::uint32_t parts = task.run_parts * task.edge_parts;
  if (team >= teams || at.block >= at.blocks / parts * parts)
    return; // threads that make up no whole team, blocks that make up no whole set
  const std::uint32_t run_part = at.block % parts / task.edge_parts;
  const std::uint32_t lane = at.block % task.edge_parts * lanes + at.thread % lanes;
  for (std::uint32_t k = at.block / parts; k < count; k += at.blocks / parts) {
    const std::uint32_t source = task.sources[k];
    const float factor = task.factors != nullptr ? task.factors[source] : 1.0f;
    const std::uint64_t last = task.projection.row_run[source + 1];
    for (std::uint64_t r = task.projection.row_run[source] + run_part * teams + team; r < last;
         r += task.run_parts * teams) {
      const EdgeRun run = task.projection.runs[r];
      const std::uint64_t end = task.projection.runs[r + 1].begin;
      if (run.delay < task.min_delay)
        continue;
      const auto step = static_cast<std::uint32_t>(task.clock->phase + task.emitted + run.delay) % task.depth;
      FixedWeight* plane =
          task.planes + std::uint64_t{step * task.planes_per_step + run.slot - task.first_slot} * task.neurons;
      for (std::uint64_t e = run.begin + lane; e < end; e += task.edge_parts * lanes) {
        const float weight = factor * task.projection.weight[e];
        const std::uint32_t target = task.projection.target[e];
        if (weight < largest_weight_pA && weight > -largest_weight_pA)
          atomic_add(plane + target, to_fixed(weight));
        else
          atomic_largest(task.wild, task.neurons - target); // also what is no number
      }
    }
  }
}

} // namespace striate
