// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

namespace striate {

/// An angle in [0, 360) degrees. 360 and what lies within a millionth of a degree of it are 0, as is -0. NaN stays.
double wrapped_direction(double deg);

/// The different values among many, where numbers that differ by rounding only (0.3 and 0.1 + 0.2, a number that went
/// through 32 bits or through text) are one: directions within a millionth of a degree, all else within a millionth of
/// its size. Each value is represented by the one of its group that is written shortest. Immutable, any thread.
class DistinctValues {
public:
  static DistinctValues of_directions(std::vector<double> deg); ///< wraps them
  static DistinctValues of_numbers(std::vector<double> numbers);

  /// Ascending; NaN is left out.
  const std::vector<double>& values() const { return values_; }
  /// Index of the value that `value` is, or of the nearest where it is none; there must be one.
  std::size_t index(double value) const;
  /// What `value` is represented by; NaN for NaN.
  double operator()(double value) const;

private:
  DistinctValues(std::vector<double> numbers, bool wraps);

  bool wraps_;
  std::vector<double> values_;
};

} // namespace striate
