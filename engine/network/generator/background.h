// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

namespace striate {

/// Four distinct background sources of 100 for every neuron (docs/model/network.md#eq-15).
BackgroundProjection generate_background(const ModelTables& tables, const NeuronTable& neurons, std::uint64_t seed);

} // namespace striate
