#pragma once
#include "engine/network/network.h"

namespace striate {

/// The background synapses turned round into rows by source, one run each (external slot, no delay), so that they are
/// delivered like any other: at 0.25 spikes per source and step three of four synapses need no look at all, which a
/// gather over all targets cannot save.
Projection background_by_source(const BackgroundProjection& background, std::uint32_t target_count);

} // namespace striate
