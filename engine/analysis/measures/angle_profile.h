// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace striate {

/// Mean rate against assigned tuning angle (docs/model/analysis.md#eq-16).
struct AngleBin {
  double from_deg = 0.0, to_deg = 0.0;
  std::size_t n = 0;
  double mean_Hz = 0.0; ///< NaN for an empty bin
};

/// 49 equal bins between the smallest and the largest angle, [from, to): the largest angle itself is in none.
std::vector<AngleBin> angle_profile(std::span<const double> tuning_deg, std::span<const double> rate_Hz, int bins = 49);

} // namespace striate
