// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/build_id.h"
#include "engine/simulation/gpu_back_end.h"
#include "engine/training/gradient/gpu_back_propagation.h"
#include "gpu/basis4/simulator.h"
#include "gpu/nest/simulator.h"
#include "gpu/training/back_propagation.h"

#define STRIATE_ENTRY extern "C" __attribute__((visibility("default")))

// What the program looks for in the module (engine/simulation/gpu_module.h).

STRIATE_ENTRY const char* striate_build_id() {
  return striate::build_id();
}

STRIATE_ENTRY void striate_make_cuda_simulator(const striate::GpuRequest& request, striate::GpuAnswer& answer) {
  answer.failure = striate::failure_of([&] {
    const striate::ModelTables& tables = *request.network->tables;
    if (request.nest_dt_ms)
      answer.simulator = std::make_unique<striate::GpuNestSimulator>(striate::open_cuda_device(), request.network,
                                                                     tables, *request.nest_dt_ms, request.options);
    else
      answer.simulator = std::make_unique<striate::GpuSimulator>(striate::open_cuda_device(), request.network, tables,
                                                                 request.options);
  });
}

STRIATE_ENTRY void striate_make_cuda_back_propagation(const striate::GpuTrainingRequest& request,
                                                      striate::GpuTrainingAnswer& answer) {
  answer.failure = striate::failure_of([&] {
    answer.back_propagation = std::make_unique<striate::GpuBptt>(
        striate::open_cuda_device(), request.network, *request.network->tables, request.options, *request.pool);
  });
}
