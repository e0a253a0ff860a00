// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/plot_style.h"

#include <cmath>
#include <utility>

namespace striate {

/// From data to scene units and back for one panel. Cartesian: the axis ranges fill the area (either may run
/// backwards or be logarithmic). Polar: x = angle in degrees counter-clockwise from the right, y = radius, 0 in the
/// middle of the area.
class PanelMap {
public:
  PanelMap() = default;
  PanelMap(const Panel& panel, const Box& area);

  const Box& area() const { return area_; }
  bool polar() const { return polar_; }
  /// On a logarithmic axis values of 0 and below are not finite.
  double x(double value) const { return area_.left + (on_axis(value, x_log_) - x0_) * x_scale_; }
  double y(double value) const { return area_.bottom + (on_axis(value, y_log_) - y0_) * y_scale_; }
  /// Length in scene units of a radius in data units (polar) .
  double radius(double value) const { return value * y_scale_; }
  std::pair<double, double> point(double x, double y) const;
  std::pair<double, double> to_data(double scene_x, double scene_y) const;

private:
  static double on_axis(double value, bool log) { return log ? std::log10(value) : value; }

  Box area_;
  bool polar_ = false, x_log_ = false, y_log_ = false;
  double x0_ = 0.0, y0_ = 0.0, x_scale_ = 0.0, y_scale_ = 0.0;
};

} // namespace striate
