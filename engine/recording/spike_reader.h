// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/recording/recorder.h"
#include "engine/recording/spike_source.h"

namespace striate {

/// All spikes of a file of any program. Adds to `notes` what the user should read: another population was taken, times
/// are negative. Reports progress from 0 to `share` when that is not 0, and may be cancelled between pieces. Throws
/// Error naming file, place and remedy; the first row whose time is NaN or infinite or whose id is negative; what does
/// not fit in the memory of the machine.
SpikeFile read_all_spikes(const SpikeRequest& request, Task& task, std::vector<std::string>& notes, double share = 0.0);

} // namespace striate
