// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/target_partition.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Weights that arrive in the current step, pA, summed by synapse slot: planes[slot][neuron], the inner sums of
/// docs/model/synapses.md#eq-2. All zero between steps.
using SlotPlanes = std::array<AlignedVector<float>, SynapseConstants::slots>;

/// Carries the spikes of all sources to the targets of one thread.
///
/// A spike is looked up once: its runs are queued for the step they arrive in, by slot. Delivery then goes slot by
/// slot, so the part of one plane that a thread owns stays in its cache. An event is one load of target and weight and
/// one add. Order of additions: per slot recurrent before LGN, each by time of emission, then source, then target. It
/// does not depend on the number of threads, so neither do the sums. Thread rule: each thread uses its own object.
class CpuDelivery {
public:
  CpuDelivery(int range, int max_delay);

  /// Queues the runs with delay >= min_delay of sources that fired at step `emitted`; arrival = emitted + delay.
  /// factors: of the weights, by source, or empty.
  void queue_delayed(const RunShares& shares, std::span<const std::uint32_t> sources, std::int64_t emitted,
                     int min_delay, std::span<const float> factors);
  /// Adds everything queued for step `now` to the planes.
  void deliver_due(std::int64_t now, SlotPlanes& planes);

  /// Adds the runs of sources that act at once, the weights of sources[k] times amounts[k]; empty: times 1.
  void deliver_now(const RunShares& shares, std::span<const std::uint32_t> sources, std::span<const float> amounts,
                   SlotPlanes& planes);

  void clear();
  /// Synaptic events delivered since the beginning.
  std::uint64_t events() const { return events_; }

private:
  struct Parcel {
    EdgeShare edges;
    float factor = 1.0f;
  };
  using Step = std::array<std::vector<Parcel>, SynapseConstants::slots>;

  Step& step(std::int64_t arrival) { return queue_[static_cast<std::size_t>(arrival) % queue_.size()]; }
  void queue(Step& step, const RunShares& shares, std::size_t run, float factor);
  void deliver(Step& step, SlotPlanes& planes);

  int range_;
  std::vector<Step> queue_; ///< ring over the arrival step
  Step at_once_;
  std::uint64_t events_ = 0;
};

} // namespace striate
