// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/simulation/cuda_back_end.h"
#include "engine/training/gradient/cuda_back_propagation.h"
#include "gpu/basis4/simulator.h"
#include "gpu/nest/simulator.h"
#include "gpu/training/back_propagation.h"

/// What the program looks for in the module (engine/simulation/cuda_back_end.h).
extern "C" __attribute__((visibility("default"))) void striate_make_cuda_simulator(const striate::CudaRequest& request,
                                                                                   striate::CudaAnswer& answer) {
  // Exceptions end here: the program and the module need not agree on their types.
  try {
    const striate::ModelTables& tables = *request.network->tables;
    if (request.nest_dt_ms)
      answer.simulator = std::make_unique<striate::CudaNestSimulator>(striate::open_cuda_device(), request.network,
                                                                      tables, *request.nest_dt_ms, request.options);
    else
      answer.simulator = std::make_unique<striate::CudaSimulator>(striate::open_cuda_device(), request.network, tables,
                                                                  request.options);
  } catch (const std::exception& failure) {
    answer.failure = failure.what();
  }
}

/// See engine/training/gradient/cuda_back_propagation.h.
extern "C" __attribute__((visibility("default"))) void
striate_make_cuda_back_propagation(const striate::CudaTrainingRequest& request, striate::CudaTrainingAnswer& answer) {
  try {
    answer.back_propagation = std::make_unique<striate::CudaBptt>(
        striate::open_cuda_device(), request.network, *request.network->tables, request.options, *request.pool);
  } catch (const std::exception& failure) {
    answer.failure = failure.what();
  }
}
