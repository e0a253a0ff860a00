// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace striate {

/// Box of a box plot (docs/model/analysis.md#eq-8): quartiles by linear interpolation, whiskers to the most extreme
/// datum within 1.5 IQR of the box, fliers beyond. Undefined values are dropped; without any all is NaN.
struct BoxStatistics {
  std::size_t n = 0;
  double mean = 0.0, q1 = 0.0, median = 0.0, q3 = 0.0, whisker_low = 0.0, whisker_high = 0.0;
  std::vector<double> fliers; ///< ascending
};

BoxStatistics box_statistics(std::span<const double> values);

} // namespace striate
