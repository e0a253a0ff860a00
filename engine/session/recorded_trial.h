// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/tuning_study.h"
#include "engine/network/network.h"

#include <filesystem>

namespace striate {

/// The spikes of one trial of a tuning run from its file: times since the onset of the stimulus, which comes gray_ms
/// after the start, at the ends of their steps; neurons as indices. Throws
/// Error naming the file when it is damaged or holds the id of a neuron that is not in the table.
TrialSpikes read_recorded_trial(const std::filesystem::path& file, std::int64_t gray_ms, const NeuronTable& neurons);

} // namespace striate
