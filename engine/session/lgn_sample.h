#pragma once
#include "engine/analysis/live_figures.h"
#include "engine/network/lgn_units.h"
#include "engine/session/simulation_service.h"

#include <vector>

namespace striate {

/// Units shown when the user has chosen none: of the simple sON, sOFF and tOFF classes the one nearest to the centre of
/// the field; classes that are absent are left out.
std::vector<std::uint32_t> default_lgn_sample(const LgnUnits& units);

/// Appends the steps of a snapshot's sample that began at first_ms to a trace.
void append_lgn_sample(LgnTrace& trace, std::vector<double>& luminance, const Snapshot::LgnSample& sample,
                       std::int64_t first_ms);

} // namespace striate
