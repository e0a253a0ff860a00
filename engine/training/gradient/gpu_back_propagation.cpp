// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/gpu_back_propagation.h"

#include "engine/simulation/gpu_module.h"

#include <utility>

namespace striate {

std::unique_ptr<BackPropagation<float>> make_gpu_back_propagation(std::shared_ptr<const Network> network,
                                                                  const BpttOptions& options, ThreadPool& pool) {
  using Entry = void (*)(const GpuTrainingRequest&, GpuTrainingAnswer&);
  const auto entry = reinterpret_cast<Entry>(gpu_entry("striate_make_gpu_back_propagation"));
  GpuTrainingAnswer answer;
  entry({std::move(network), options, &pool}, answer);
  rethrow(answer.failure);
  return std::move(answer.back_propagation);
}

} // namespace striate
