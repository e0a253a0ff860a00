// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/cuda_back_propagation.h"

#include "engine/core/errors.h"
#include "engine/simulation/cuda_entry.h"

#include <utility>

namespace striate {

std::unique_ptr<BackPropagation<float>> make_cuda_back_propagation(std::shared_ptr<const Network> network,
                                                                   const BpttOptions& options, ThreadPool& pool) {
  using Entry = void (*)(const CudaTrainingRequest&, CudaTrainingAnswer&);
  const auto entry = reinterpret_cast<Entry>(cuda_entry("striate_make_cuda_back_propagation"));
  CudaTrainingAnswer answer;
  entry({std::move(network), options, &pool}, answer);
  if (!answer.back_propagation)
    throw Error(answer.failure);
  return std::move(answer.back_propagation);
}

} // namespace striate
