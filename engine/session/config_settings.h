// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/parameters/parameter_set.h"

#include <string>
#include <vector>

namespace striate {

/// What the simulation config of a network sets of a run's parameters.
struct ConfigSettings {
  struct One {
    std::string key, value; ///< of the parameter table
    std::string from;       ///< "run.tstop 500 ms"
  };
  std::vector<One> settings;
  std::vector<std::string> unused; ///< the rest of the config, "run.dL", "run.dt 0.1 ms (basis4 steps by 1 ms)"
};

/// Reads the config of network-file: its spikes become lgn-spikes and background-spikes, run.dt and run.tstop dt and
/// duration, its membrane reports probes. dt is set for the dynamics nest only. Throws Error as read_sonata_run.
ConfigSettings config_settings(const ParameterSet& parameters, Task& task);

} // namespace striate
