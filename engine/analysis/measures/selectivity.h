// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/rates.h"

#include <cstddef>
#include <vector>

namespace striate {

inline constexpr std::size_t fewest_selectivity_directions = 8;

/// Selectivity of every neuron (docs/model/analysis.md#eq-2). Undefined values are NaN; OSI, DSI and the vector
/// direction need a neuron that fired and at least eight directions, all shown.
struct Selectivity {
  std::vector<double> average_Hz; ///< mean over directions
  std::vector<double> maximum_Hz; ///< of the preferred direction
  std::vector<double> argmax_deg; ///< direction of the largest mean rate, of several; ties take the first
  std::vector<double> osi, dsi;
  std::vector<double> vector_direction_deg;   ///< [0, 360)
  std::vector<double> vector_orientation_deg; ///< [0, 180)
};

Selectivity selectivity(const ConditionRates& rates, ThreadPool& pool);

/// The values for plots and scores: undefined where the maximum rate is below 0.5 Hz.
std::vector<double> responsive_only(const std::vector<double>& index, const std::vector<double>& maximum_Hz);

/// Circular distance of two directions, [0, 180].
double direction_distance_deg(double a, double b);
/// The same folded at 90: distance of the orientations.
double orientation_distance_deg(double a, double b);

} // namespace striate
