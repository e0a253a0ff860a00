// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/launch_shape.h"

namespace striate {

/// Chunks end at each class of targets: many have few edges, so a block is a warp.
inline constexpr LaunchShape nest_delivery{32, 0, 32, 5};
inline constexpr LaunchShape by_nest_number{128};

// As STRIATE_KERNELS, of the dynamics `nest`.
#define STRIATE_NEST_KERNELS(KERNEL)                                                                                   \
  KERNEL(deliver, NestDeliverTask, deliver_nest_spikes, nest_delivery, 1, "delivering spikes")                         \
  KERNEL(update, NestUpdateTask, update_nest_neuron, by_nest_number, task.neurons, "updating neurons")                 \
  KERNEL(gather, NestGatherTask, gather_nest_number, by_nest_number, task.count*(task.planes + 1), "reading neurons")

} // namespace striate
