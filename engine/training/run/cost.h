// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"

#include <cstddef>
#include <cstdint>

namespace striate {

/// What a run will take, from the sizes of network and batch alone: nothing is built for it.
struct TrainingCost {
  std::int64_t updates = 0;
  std::size_t memory_bytes = 0; ///< of the machine: as Trainer::memory().total() within some 20 %
  std::size_t gpu_bytes = 0;    ///< of the GPU, when that computes
  double update_s = 0.0;        ///< one update on this machine's cores, roughly
  double run_s = 0.0;           ///< all updates and validations
};

/// pace: how many times as long as this an update took in an earlier run on this machine; 1 when none is known. Throws
/// a usage Error for parameters that cannot be trained with, and for a batch that does not fit: says which would.
TrainingCost training_cost(const Network& network, const ParameterSet& parameters, double pace = 1.0);

} // namespace striate
