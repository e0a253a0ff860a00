// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/neuron_groups.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace striate {

/// What the losses aim at, from resources/reference (Neuropixels summaries). All throw Error naming file and type.

enum class Activity : std::uint8_t { evoked, spontaneous };

/// Sorted target rates, spikes/ms, one per neuron of each group: drawn from the recorded distribution with one silent
/// unit added (docs/model/training.md#eq-5). The draws restart for every type, as in the reference. table: of
/// quantiles, empty for the program's own.
std::vector<std::vector<double>> rate_targets(const NeuronGroups& groups, Activity activity, std::uint64_t seed,
                                              const std::filesystem::path& table = {});
/// Throws a usage Error unless every cell type of a user's table is in the network.
void check_rate_table(const std::filesystem::path& table, const Network& network, const ModelTables& tables);

/// Mean OSI and DSI per group; types without recordings have none.
struct SelectivityTarget {
  bool known = false;
  double osi = 0.0, dsi = 0.0;
};
std::vector<SelectivityTarget> selectivity_targets(const NeuronGroups& groups);

/// Mean population Fano factor against the width of the counting bin.
struct FanoTarget {
  int bin_ms = 1;
  double fano = 1.0;
};
/// Of bins shorter than half the window.
std::vector<FanoTarget> fano_targets(Activity activity, int window_ms);

} // namespace striate
