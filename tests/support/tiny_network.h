// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/session/session.h"

#include <memory>

namespace striate::test {

/// The network that these parameters describe. Throws Error when it cannot be built.
inline std::shared_ptr<const Network> network_of(const ParameterSet& parameters) {
  std::shared_ptr<const Network> built;
  Task task("build");
  if (!task.run([&](Task& t) { built = build_network(parameters, t); }))
    throw Error(task.status().error);
  return built;
}

/// The tiny built-in network (1141 neurons) with the whole LGN, built once in a program.
inline const std::shared_ptr<const Network>& tiny_network() {
  static const std::shared_ptr<const Network> network = [] {
    ParameterSet parameters;
    parameters.set_text("network", "tiny");
    return network_of(parameters);
  }();
  return network;
}

/// A run of it: 100 ms of gray, then a grating.
inline ParameterSet tiny_parameters(int threads = 1) {
  ParameterSet parameters;
  parameters.set_text("network", "tiny");
  parameters.set("threads", threads);
  parameters.set("gray-before", 100);
  return parameters;
}

} // namespace striate::test
