// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/slider_scale.h"

#include <algorithm>
#include <cmath>

namespace striate {

SliderScale::SliderScale(const Parameter& p) : min_(p.min), range_(p.max - p.min), unit_(std::pow(10.0, -p.decimals)) {
  if (p.wraps)
    range_ -= unit_; // the far end must not be the near end
  const double share = (p.default_number - p.min) / range_;
  if (share > 0.0 && share < 0.2) {
    // with u = e^(rate/3): (u - 1) / (u^3 - 1) = share, so u^2 + u + 1 = 1 / share
    rate_ = 3.0 * std::log((std::sqrt(4.0 / share - 3.0) - 1.0) / 2.0);
  }
}

double SliderScale::position(double value) const {
  const double share = std::clamp((value - min_) / range_, 0.0, 1.0);
  return rate_ > 0.0 ? std::log1p(share * std::expm1(rate_)) / rate_ : share;
}

double SliderScale::value(double position) const {
  const double p = std::clamp(position, 0.0, 1.0);
  const double share = rate_ > 0.0 ? std::expm1(rate_ * p) / std::expm1(rate_) : p;
  return std::clamp(std::round((min_ + range_ * share) / unit_) * unit_, min_, min_ + range_);
}

} // namespace striate
