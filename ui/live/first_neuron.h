// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <optional>

namespace striate {

/// The neuron the window shows until the user clicks another: of the layer 4 excitatory cells tuned within 20° of the
/// direction on screen the one nearest to the column's axis; nothing when there is none.
std::optional<std::uint32_t> first_neuron(const Network& network, double direction_deg);

} // namespace striate
