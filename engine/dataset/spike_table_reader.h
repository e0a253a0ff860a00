#pragma once
#include "engine/recording/recorder.h"

namespace striate {

/// Spikes from a SONATA file or from a table (.csv, .txt; space or comma separated) with the columns timestamps (ms)
/// and node_ids. Throws Error naming file and line.
SpikeFile read_any_spikes(const std::filesystem::path& file);

} // namespace striate
