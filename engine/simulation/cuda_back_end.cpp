// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/cuda_back_end.h"

#include "engine/core/errors.h"
#include "engine/simulation/cuda_entry.h"

#include <utility>

namespace striate {

namespace {

using Entry = void (*)(const CudaRequest&, CudaAnswer&);

std::unique_ptr<Simulator> ask(const CudaRequest& request) {
  if (!request.network)
    throw Error("There is no network to simulate; build or open one first.");
  const auto entry = reinterpret_cast<Entry>(cuda_entry("striate_make_cuda_simulator"));
  CudaAnswer answer;
  entry(request, answer);
  if (!answer.simulator)
    throw Error(answer.failure);
  return std::move(answer.simulator);
}

} // namespace

std::unique_ptr<Simulator> make_cuda_simulator(std::shared_ptr<const Network> network,
                                               const SimulatorOptions& options) {
  return ask({std::move(network), options, {}});
}

std::unique_ptr<Simulator> make_cuda_nest_simulator(std::shared_ptr<const Network> network, double dt_ms,
                                                    const SimulatorOptions& options) {
  return ask({std::move(network), options, dt_ms});
}

} // namespace striate
