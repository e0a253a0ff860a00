// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_table.h"

namespace striate {

/// Where a value sits on a slider, 0 to 1. Straight, unless the usual values crowd at the low end of the range
/// (frequencies): then exponential from the minimum, with the default a third of the way up.
class SliderScale {
public:
  explicit SliderScale(const Parameter& parameter);

  double position(double value) const;
  /// Rounded to the parameter's decimals.
  double value(double position) const;
  double max() const { return min_ + range_; } ///< the last value before an angle goes round

private:
  double min_, range_;
  double unit_;     ///< of the last decimal
  double rate_ = 0; ///< value = min + range (e^(rate p) - 1) / (e^rate - 1); 0: straight
};

} // namespace striate
