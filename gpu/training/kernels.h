// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/launch_shape.h"

#include <cstdint>

namespace striate {

/// A row is shared by a warp.
inline constexpr LaunchShape by_number{256}, by_row{256, 32}, batch_delivery{256, 32, 8, 11};

// As STRIATE_KERNELS, of the training.
#define STRIATE_TRAINING_KERNELS(KERNEL)                                                                               \
  KERNEL(transpose, TransposeTask, transpose_number, by_number,                                                        \
         std::uint64_t{task.planes} * task.neurons * task.trials, "sorting data")                                      \
  KERNEL(list, ListTask, list_sources, by_number, task.count, "listing spikes")                                        \
  KERNEL(deliver, BatchDeliverTask, deliver_batch, batch_delivery, 1, "delivering spikes")                             \
  KERNEL(update, ForwardTask, forward_neuron, by_number, std::uint64_t{task.neurons} * task.trials,                    \
         "updating neurons")                                                                                           \
  KERNEL(penalty, PenaltyTask, sum_penalty, by_number, std::uint64_t{task.partials} * task.trials, "summing losses")   \
  KERNEL(neurons, AdjointTask, adjoint_neuron, by_number, std::uint64_t{task.neurons} * task.trials,                   \
         "back-propagating through neurons")                                                                           \
  KERNEL(lgn_gradient, LgnGradientTask, lgn_gradient_row, by_row, task.sources,                                        \
         "computing the gradient of LGN weights")                                                                      \
  KERNEL(background_gradient, BackgroundGradientTask, background_gradient_neuron, by_number, task.neurons,             \
         "computing the gradient of background weights")                                                               \
  KERNEL(distribution_keys, DistributionTask, key_of_weight, by_number, task.count, "comparing weights")               \
  KERNEL(distribution_gradient, DistributionTask, distribution_gradient, by_number, task.partials,                     \
         "comparing weights")                                                                                          \
  KERNEL(squares, SquaresTask, sum_squares, by_number, task.partials, "computing the gradient norm")                   \
  KERNEL(optimize, OptimizerTask, optimize_weight, by_number, task.weights.count, "updating weights")

} // namespace striate
