// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>

namespace striate {

/// What a recipe will give, before it is built.
struct NetworkEstimate {
  std::uint32_t neurons = 0;         ///< exact unless counts fluctuate
  double recurrent = 0.0, lgn = 0.0; ///< expected edges; LGN rows merged
  double background = 0.0;
  double memory_bytes = 0.0; ///< of the running network
};

/// Neurons by the rule per cell model, edges from the expected totals of the published rules
/// (docs/model/network.md#expected-sizes), interpolated between radii: within about 10 % there, exact at 100, 200, 400
/// and 700 um.
NetworkEstimate estimate_network(const NetworkRecipe& recipe);

} // namespace striate
