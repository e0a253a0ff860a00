// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/gpu_back_end.h"

#include "engine/core/errors.h"
#include "engine/simulation/gpu_module.h"

#include <utility>

namespace striate {

namespace {

using Entry = void (*)(const GpuRequest&, GpuAnswer&);

std::unique_ptr<Simulator> ask(const GpuRequest& request) {
  if (!request.network)
    throw Error("There is no network to simulate; build or open one first.");
  const auto entry = reinterpret_cast<Entry>(gpu_entry("striate_make_gpu_simulator"));
  GpuAnswer answer;
  entry(request, answer);
  rethrow(answer.failure);
  return std::move(answer.simulator);
}

} // namespace

std::unique_ptr<Simulator> make_gpu_simulator(std::shared_ptr<const Network> network, const SimulatorOptions& options) {
  return ask({std::move(network), options, {}});
}

std::unique_ptr<Simulator> make_gpu_nest_simulator(std::shared_ptr<const Network> network, double dt_ms,
                                                   const SimulatorOptions& options) {
  return ask({std::move(network), options, dt_ms});
}

} // namespace striate
