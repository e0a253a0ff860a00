// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/lgn_population.h"
#include "engine/network/generator/target_blocks.h"
#include "engine/network/network.h"

namespace striate {

struct LgnEdges {
  Projection projection;      ///< one edge per (source, target), weight = synapses * weight of one
  std::uint64_t synapses = 0; ///< rows before merging
};

/// Weight of one LGN synapse of each neuron, pA; NaN or infinite where there can be none (docs/model/network.md#eq-14).
std::vector<double> lgn_synapse_weights(const ModelTables& tables, const NeuronTable& neurons);

/// Chooses LGN sources and synapse counts for every neuron (docs/model/network.md#from-the-lgn).
LgnEdges generate_lgn_edges(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons,
                            const LgnUnits& units, const LgnField& field, Workshop workshop, ProgressSpan progress);

} // namespace striate
