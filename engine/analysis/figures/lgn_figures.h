// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/network/lgn_units.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// What the map of the LGN shows.
struct LgnMapView {
  int unit_class = -1;                 ///< index into ModelTables::lgn_classes; -1: all
  double top_Hz = 20.0;                ///< the rate at which the colours end
  double patch_radius_um = 0.0;        ///< of the column, whose part of the field is outlined; 0: none
  std::vector<std::uint32_t> chosen{}; ///< ringed
  int picture_columns = 480;           ///< of the screen's picture; screen only
};

/// Units at their places in the visual field, degrees, y up, coloured by rate (Hz, one per unit; empty: all 0). paper:
/// one dot a unit; screen: a picture in which a place has the mean rate of the units around it, quick enough to be
/// drawn sixty times a second.
FigureModel lgn_map_figure(const LgnUnits& units, std::span<const float> rates_Hz, const LgnMapView& view,
                           FigureStyle style);

/// The unit nearest to a place, of one class (-1: any), within reach_deg; size() when there is none.
std::uint32_t nearest_lgn_unit(const LgnUnits& units, double x_deg, double y_deg, int unit_class, double reach_deg);

/// A subfield of an LGN unit: a Gaussian at a place in degrees and its causal kernel at 1 ms with its sign, Hz per unit
/// contrast and ms.
struct LgnSubfieldFilter {
  double x_deg = 0.0, y_deg = 0.0, sigma_deg = 0.0;
  std::vector<double> kernel{};
};

/// The filter of one LGN unit: weight in space as a picture (positive: light there drives it; scaled to the greatest),
/// the temporal kernels, and below its rate and spikes against the stimulus, as far as `trace` has any in [from, to)
/// ms.
FigureModel lgn_filter_figure(const std::string& title, std::span<const LgnSubfieldFilter> subfields,
                              double spontaneous_Hz, const LgnTrace& trace, std::span<const double> luminance,
                              double from_ms, double to_ms, std::span<const StimulusMark> marks,
                              double height_per_width = 1.0);

} // namespace striate
