// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/training/trials/trial.h"

#include <span>

namespace striate {

/// Throws Error unless weights and trials are those of a batch of this network: an initial state, the same positive
/// length and background counts of every step, LGN units that exist.
void check_batch(const Network& network, const TrainingWeights& weights, std::span<const Trial> trials);

} // namespace striate
