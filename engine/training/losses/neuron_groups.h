// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate {

/// The neurons a loss compares with recordings, by cell type.
struct NeuronGroups {
  std::vector<std::string> type;                   ///< "L2/3_Exc": as in resources/reference
  std::vector<std::vector<std::uint32_t>> members; ///< per type, ascending; never empty
  std::size_t count() const;
};

/// Inside: radius < core radius (strictly); outside: the rest. core_radius_um = 0 puts all inside.
enum class Region : std::uint8_t { core, annulus };
/// The 17 types of the recordings: the subtypes of L5 excitatory cells together.
NeuronGroups neuron_groups(const Network& network, const ModelTables& tables, double core_radius_um, Region region);
/// Excitatory neurons of the core, ascending.
std::vector<std::uint32_t> excitatory_core(const Network& network, const ModelTables& tables, double core_radius_um);

} // namespace striate
