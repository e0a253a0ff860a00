// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/live/spike_history.h"
#include "engine/core/csv.h"
#include "engine/network/network.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace striate::test {

CsvTable analysis_data(const std::string& name);

struct Cell {
  std::string population;
  float x = 0.0f, z = 0.0f, tuning = 0.0f;
};
/// A network of neurons only.
Network network_of(const std::vector<Cell>& cells);
/// The 48 neurons of the check values.
Network golden_network();

/// steps[i] = ids that fire in first_ms + i.
std::shared_ptr<SpikeBlock> block_of(std::int64_t first_ms, const std::vector<std::vector<std::uint32_t>>& steps);
/// The spikes of the check values: 4000 ms.
std::shared_ptr<SpikeBlock> golden_spikes();

} // namespace striate::test
