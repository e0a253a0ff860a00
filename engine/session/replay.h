#pragma once
#include "engine/core/task.h"
#include "engine/network/network.h"
#include "engine/parameters/parameter_set.h"
#include "engine/recording/spike_import.h"

#include <optional>

namespace striate {

/// Spikes from files in place of the sampled LGN spikes and of the background noise.
struct Replay {
  std::optional<SpikeSchedule> lgn, background;
};

/// Reads the files that the parameters lgn-spikes and background-spikes name, by step of the simulator; nothing where
/// they are empty. Warns through the task (a file was sorted, holds another population); throws Error naming file,
/// place and remedy.
Replay load_replay(const ParameterSet& parameters, const Network& network, Task& task);

} // namespace striate
