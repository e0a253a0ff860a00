// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/panel_map.h"

#include "engine/core/numbers.h"

#include <cmath>

namespace striate {
namespace {

double scale(double length, double from, double to) {
  const double range = to - from;
  return std::isfinite(range) && range != 0.0 ? length / range : 0.0;
}

double divided(double length, double by) {
  return by != 0.0 ? length / by : 0.0;
}

} // namespace

PanelMap::PanelMap(const Panel& panel, const Box& area)
    : area_(area), polar_(panel.polar), x_log_(panel.x.log && !polar_), y_log_(panel.y.log && !polar_),
      x0_(on_axis(panel.x.min, x_log_)), y0_(on_axis(panel.y.min, y_log_)) {
  if (polar_) {
    y_scale_ = scale(0.5 * area.width(), 0.0, panel.y.max);
  } else {
    x_scale_ = scale(area.width(), x0_, on_axis(panel.x.max, x_log_));
    y_scale_ = scale(area.height(), y0_, on_axis(panel.y.max, y_log_));
  }
}

std::pair<double, double> PanelMap::point(double data_x, double data_y) const {
  if (!polar_)
    return {x(data_x), y(data_y)};
  const double r = radius(data_y);
  return {area_.center_x() + r * std::cos(data_x * degree), area_.center_y() + r * std::sin(data_x * degree)};
}

std::pair<double, double> PanelMap::to_data(double scene_x, double scene_y) const {
  if (!polar_) {
    const double along_x = x0_ + divided(scene_x - area_.left, x_scale_);
    const double along_y = y0_ + divided(scene_y - area_.bottom, y_scale_);
    return {x_log_ ? std::pow(10.0, along_x) : along_x, y_log_ ? std::pow(10.0, along_y) : along_y};
  }
  const double dx = scene_x - area_.center_x(), dy = scene_y - area_.center_y();
  const double angle = std::atan2(dy, dx) / degree;
  return {angle < 0.0 ? angle + 360.0 : angle, divided(std::hypot(dx, dy), y_scale_)};
}

} // namespace striate
