#pragma once
#include "engine/network/network.h"

namespace striate {

/// Four distinct background sources of 100 for every neuron (spec: network, section 4).
BackgroundProjection generate_background(const ModelTables& tables, const NeuronTable& neurons, std::uint64_t seed);

} // namespace striate
