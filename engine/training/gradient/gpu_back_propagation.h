// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"
#include "engine/simulation/gpu_failure.h"
#include "engine/training/gradient/back_propagation.h"

#include <memory>
#include <optional>

namespace striate {

/// What the program asks the CUDA module for, and what it gets: back-propagation, or a sentence saying why there is
/// none.
struct GpuTrainingRequest {
  std::shared_ptr<const Network> network;
  BpttOptions options;
  ThreadPool* pool = nullptr;
};
struct GpuTrainingAnswer {
  std::unique_ptr<BackPropagation<float>> back_propagation;
  std::optional<GpuFailure> failure;
};

/// The training's twin on a GPU, from the module beside the program (gpu/). The pool must outlive it. Throws
/// Error saying what is missing: the module, a driver, a GPU, memory.
std::unique_ptr<BackPropagation<float>> make_gpu_back_propagation(std::shared_ptr<const Network> network,
                                                                  const BpttOptions& options, ThreadPool& pool);

} // namespace striate
