// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/tables/model_tables.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace striate {

/// The rules of LGN to V1 connections as pure functions (docs/model/network.md#from-the-lgn).

/// Relative probability (h of docs/model/network.md#eq-11) of each LGN class for a V1 cell with this dominant subunit
/// and preferred temporal frequency (Hz); 0 for the ignored family, 1 for composite classes (whose axis decides unit by
/// unit).
std::vector<double> lgn_class_factors(const ModelTables& tables, bool on_dominant, int frequency_Hz);

/// Whether a composite unit's axis fits the preferred direction (within 15 degrees, either way round). Both angles lie
/// in 0..360 degrees.
inline bool lgn_axis_fits(double axis_deg, double tuning_deg) {
  const double turn = std::abs(axis_deg - tuning_deg);
  const double folded = turn < 180.0 ? turn : turn - 180.0;
  return std::min(folded, 180.0 - folded) < 15.0;
}

/// Number of distinct LGN sources a neuron of this size asks for (docs/model/network.md#eq-12).
std::uint32_t lgn_source_count(const Population& population, double target_size);

/// Yule-Simon number k >= 1 (docs/model/network.md#eq-13) with parameter alpha from a uniform number of (0, 1]; not
/// capped.
std::uint32_t yule_simon(double alpha, double uniform);

/// Poisson number conditioned to be positive (docs/model/network.md#eq-20), from a uniform number of [0, 1).
int positive_poisson(double mean, double uniform);

} // namespace striate
