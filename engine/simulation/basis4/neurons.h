// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/basis4/delivery.h"
#include "engine/simulation/neuron_pieces.h"
#include "engine/simulation/state.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// One step of the neurons of a piece: folds the planes with the basis weights and zeroes them, updates the state,
/// appends the ids that fire to `fired`, ascending. Returns whether the state is still finite. Different pieces may run
/// at the same time.
[[nodiscard]] bool update_piece(const NeuronPiece& piece, const CellConstants& cell, const SynapseConstants& synapses,
                                bool hard_reset, const MembraneInput& input, SlotPlanes& planes, NeuronState& state,
                                std::vector<std::uint32_t>& fired);

/// First neuron of [begin, end) with a state that is not finite; `end` when there is none.
std::uint32_t first_not_finite(const NeuronState& state, std::uint32_t begin, std::uint32_t end);

} // namespace striate
