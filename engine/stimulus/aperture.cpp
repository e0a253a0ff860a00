// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/aperture.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// 1 inside, 0 outside, falling over one degree around the edge.
double soft_edge(double distance_deg, double radius_deg) {
  return std::clamp(radius_deg - distance_deg + 0.5, 0.0, 1.0);
}

} // namespace

double Aperture::mask_along(double distance_deg) const {
  switch (shape) {
  case Shape::none:
    return 1.0;
  case Shape::gaussian:
    return std::exp2(-4.0 * (distance_deg / size_deg) * (distance_deg / size_deg));
  case Shape::disc:
  case Shape::square:
    break;
  }
  return soft_edge(std::abs(distance_deg), 0.5 * size_deg);
}

double Aperture::mask(double x, double y) const {
  if (shape == Shape::disc)
    return soft_edge(std::hypot(x - x_deg, y - y_deg), 0.5 * size_deg);
  return mask_along(x - x_deg) * mask_along(y - y_deg);
}

} // namespace striate
