// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/simulation/simulator.h"

namespace striate {

/// Throws Error naming the first LGN unit or background source of the input that the network does not have, or amounts
/// that do not fit the units.
void check_step_input(const StepInput& input, std::int64_t step, const Network& network,
                      std::uint32_t background_sources);

} // namespace striate
