// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/lgn_figures.h"
#include "engine/analysis/figures/live_figures.h"
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

/// The filter of one unit as its figure wants it: the signs are in the kernels.
std::vector<LgnSubfieldFilter> lgn_subfield_filters(const LgnUnits& units, std::uint32_t unit);
double lgn_spontaneous_Hz(const LgnUnits& units, std::uint32_t unit);

} // namespace striate
