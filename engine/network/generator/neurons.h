// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

namespace striate {

/// Neurons of every cell model: ceil((R/700)^2 * N_700), or a Poisson draw with that mean ("fluctuate";
/// docs/model/network.md#eq-1).
std::vector<std::uint32_t> neuron_counts(const ModelTables& tables, const NetworkRecipe& recipe);

/// Places, tuning angles and target sizes of all neurons (docs/model/network.md#neurons); also fills population_range.
NeuronTable generate_neurons(const ModelTables& tables, const NetworkRecipe& recipe,
                             std::vector<Network::Range>& population_range);

} // namespace striate
