// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>

namespace striate {

/// Least and greatest of the numbers among values in which NaN or infinity stand for "not known": a search with
/// std::max_element would stay at a NaN that comes first. NaN both when there is no number.
struct FiniteRange {
  double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();

  bool empty() const { return std::isnan(low); }
  /// The greatest; `otherwise` when there is no number.
  double high_or(double otherwise) const { return empty() ? otherwise : high; }
};

template <typename Values>
FiniteRange finite_range(const Values& values) {
  FiniteRange range;
  for (const auto one : values) {
    const auto value = static_cast<double>(one);
    if (!std::isfinite(value))
      continue;
    range.low = range.empty() || value < range.low ? value : range.low;
    range.high = std::isnan(range.high) || value > range.high ? value : range.high;
  }
  return range;
}

} // namespace striate
