// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/nest/routes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Weights that arrive in the current step, pA, summed by receptor: planes[receptor][neuron], the events of
/// docs/model/synapses.md#eq-1. All zero between steps.
using NestPlanes = std::vector<AlignedVector<double>>;

/// Carries spikes to the targets of one thread: the counterpart of CpuDelivery for delays of their own per class of
/// targets. Additions run per receptor by the order of queueing, then by target, for any number of threads. Each
/// thread uses its own object.
class NestDelivery {
public:
  NestDelivery(int thread, int max_delay, std::size_t receptors);

  /// Queues the spikes of one source that fired at step `emitted`, its weights times `factor`, for the steps
  /// emitted + delay; those before `now` have been delivered and are left out.
  void queue(const NestRoutes& routes, std::uint32_t source, std::int64_t emitted, std::int64_t now,
             double factor = 1.0);
  /// Adds everything queued for step `now` to the planes.
  void deliver(std::int64_t now, NestPlanes& planes);
  void clear();

private:
  struct Parcel {
    const std::uint32_t* target = nullptr;
    const float* weight = nullptr;
    std::uint32_t count = 0;
    double factor = 1.0;
  };
  using Step = std::vector<std::vector<Parcel>>; ///< per receptor

  Step& step(std::int64_t arrival) { return queue_[static_cast<std::size_t>(arrival) % queue_.size()]; }
  static void deliver_parcels(std::span<const Parcel> parcels, double* plane);

  int thread_;
  std::vector<Step> queue_; ///< ring over the arrival step
};

} // namespace striate
