// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

namespace striate {

/// The background synapses turned round into rows by source, one run each (external slot, no delay but what
/// edges have of their own): the dynamics
/// `nest` delivers them like any other.
Projection background_by_source(const BackgroundProjection& background, std::uint32_t target_count);

} // namespace striate
