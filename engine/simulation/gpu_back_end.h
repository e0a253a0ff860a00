// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/gpu_failure.h"
#include "engine/simulation/simulator.h"

#include <memory>
#include <optional>

namespace striate {

/// What the program asks the CUDA module for, and what it gets: a simulator, or a sentence saying why there is none.
struct GpuRequest {
  std::shared_ptr<const Network> network;
  SimulatorOptions options;
  std::optional<double> nest_dt_ms; ///< step of the dynamics `nest`; none: `basis4`
};
struct GpuAnswer {
  std::unique_ptr<Simulator> simulator;
  std::optional<GpuFailure> failure;
};

/// The CUDA back end of `basis4`, from the module beside the program (gpu/). Throws Error saying what is missing: the
/// module, a driver, a GPU, memory.
std::unique_ptr<Simulator> make_gpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options);
/// The same of `nest`; also when the network cannot be simulated at this dt.
std::unique_ptr<Simulator> make_gpu_nest_simulator(std::shared_ptr<const Network> network, double dt_ms,
                                                   const SimulatorOptions& options);

} // namespace striate
