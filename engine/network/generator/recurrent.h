// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/target_blocks.h"
#include "engine/network/network.h"

namespace striate {

/// Samples and weighs all recurrent edges (docs/model/network.md#recurrent-connections, docs/model/network.md#eq-16);
/// rows are in order of the grid cells.
Projection generate_recurrent(const ModelTables& tables, const NetworkRecipe& recipe, const NeuronTable& neurons,
                              Workshop workshop, ProgressSpan progress);

/// Delay of the simulators, steps of 1 ms: round-half-even(max(delay, 1)), docs/model/synapses.md#eq-5.
std::uint8_t delay_steps(double delay_ms);

} // namespace striate
