#pragma once
#include "engine/network/network.h"
#include "engine/simulation/simulator.h"

#include <cstdint>

namespace striate {

/// Throws Error naming the first LGN unit or background source that the network does not have.
void check_step_input(const StepInput& input, const Network& network, std::uint32_t background_sources,
                      std::int64_t step);

} // namespace striate
