// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/recording/rate_import.h"
#include "engine/recording/spike_import.h"

#include <optional>

namespace striate {

/// Spikes from files in place of the sampled LGN spikes and of the background noise; rates from a file in place of what
/// the LGN sees.
struct Replay {
  std::optional<SpikeSchedule> lgn, background;
  std::optional<RateSchedule> lgn_rates;
};

/// Throws a usage Error when the parameters ask for inputs that exclude each other: a file and currents, two files.
void check_replay(const ParameterSet& parameters);

/// Reads the files that the parameters lgn-spikes, lgn-rates and background-spikes name, by step of the simulator;
/// nothing where they are empty. Of several populations in a file "lgn" and "bkg" are taken, or those that
/// lgn-population and background-population name. Warns through the task (a file was sorted, holds another population;
/// there is no background); throws Error naming file, place and remedy.
Replay load_replay(const ParameterSet& parameters, const Network& network, Task& task);

} // namespace striate
