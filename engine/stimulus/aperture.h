// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// A static window through which a grating is seen; outside it the screen is gray. Degrees, y up.
struct Aperture {
  enum class Shape : std::uint8_t { none, disc, square, gaussian };
  Shape shape = Shape::none;
  double x_deg = 60.0, y_deg = 40.0; ///< centre
  double size_deg = 30.0; ///< diameter of the disc, side of the square, full width at half height of the Gaussian

  /// Transmission 0..1 at a place (docs/model/lgn.md#eq-20). Sharp edges are one degree (one pixel) soft, so that the
  /// size is continuous.
  double mask(double x_deg, double y_deg) const;
  /// Transmission along one axis alone, of shapes that are a product of both axes: all but the disc.
  double mask_along(double distance_deg) const;
  bool separable() const { return shape != Shape::disc; }

  bool operator==(const Aperture&) const = default;
};

} // namespace striate
