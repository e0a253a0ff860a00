#pragma once
#include "engine/simulation/simulator.h"

#include <memory>
#include <string>

namespace striate {

/// What the program asks the CUDA module for, and what it gets: a simulator, or a sentence saying why there is none.
struct CudaRequest {
  std::shared_ptr<const Network> network;
  SimulatorOptions options;
};
struct CudaAnswer {
  std::unique_ptr<Simulator> simulator;
  std::string failure;
};

/// The CUDA back end of `basis4`, from the module beside the program (gpu/). Throws Error saying what is missing: the
/// module, a driver, a card, memory.
std::unique_ptr<Simulator> make_cuda_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options);

} // namespace striate
