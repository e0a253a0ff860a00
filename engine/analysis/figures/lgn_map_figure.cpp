// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/color_map.h"
#include "engine/analysis/figures/lgn_figures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

// The part of the field that the column looks at (docs/model/network.md#eq-10).
constexpr double patch_x_deg = 60.0, patch_y_deg = 40.0, patch_x_per_um = 0.07, patch_y_per_um = 0.04;
constexpr double half_height_sizes = 1.17741 / 3.0; ///< radius at half height; a size is three standard deviations
constexpr double dots_fill = 0.6, smallest_dot_deg = 0.7, largest_dot_deg = 2.0; ///< units in the picture
constexpr int outline_points = 72;

LineSeries ellipse(std::string label, Ink ink, double x, double y, double radius_x, double radius_y) {
  LineSeries line{.label = std::move(label), .ink = ink, .width_pt = 1.2};
  for (int i = 0; i <= outline_points; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / outline_points;
    line.x.push_back(x + radius_x * std::cos(angle));
    line.y.push_back(y + radius_y * std::sin(angle));
  }
  return line;
}

bool shown(const LgnUnits& units, std::uint32_t unit, int unit_class) {
  return unit_class < 0 || units.unit_class[unit] == unit_class;
}

std::uint32_t opaque(const Rgba& color) {
  return 0xFF000000U | static_cast<std::uint32_t>(color.r) << 16U | static_cast<std::uint32_t>(color.g) << 8U |
         static_cast<std::uint32_t>(color.b);
}

/// The mean rate of the units around each pixel; empty pixels are transparent.
ImageSeries picture_of(const LgnUnits& units, std::span<const float> rates_Hz, const LgnMapView& view) {
  ImageSeries image{.width = std::max(view.picture_columns, 16)};
  const double per_deg = image.width / units.field_width_deg;
  image.height = std::max(16, static_cast<int>(std::lround(units.field_height_deg * per_deg)));
  image.x1 = units.field_width_deg;
  image.y1 = units.field_height_deg;
  const auto size = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  std::vector<float> sum(size, 0.0f), count(size, 0.0f);
  // A class of few units has larger dots, so that the stimulus shows in it, too.
  const auto units_shown = std::max<std::ptrdiff_t>(
      1, view.unit_class < 0 ? units.size() : std::ranges::count(units.unit_class, view.unit_class));
  const double room_deg = std::sqrt(units.field_width_deg * units.field_height_deg / static_cast<double>(units_shown));
  const double radius = std::max(1.0, std::clamp(dots_fill * room_deg, smallest_dot_deg, largest_dot_deg) * per_deg);
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    if (!shown(units, unit, view.unit_class))
      continue;
    const float rate = rates_Hz.empty() ? 0.0f : rates_Hz[unit];
    const double x = units.x_deg[unit] * per_deg, y = image.height - units.y_deg[unit] * per_deg;
    const int top = std::max(0, static_cast<int>(std::ceil(y - radius - 0.5)));
    const int bottom = std::min(image.height - 1, static_cast<int>(std::floor(y + radius - 0.5)));
    for (int r = top; r <= bottom; ++r) {
      const double dy = r + 0.5 - y, half = std::sqrt(std::max(0.0, radius * radius - dy * dy));
      const int left = std::max(0, static_cast<int>(std::ceil(x - half - 0.5)));
      const int right = std::min(image.width - 1, static_cast<int>(std::floor(x + half - 0.5)));
      for (int c = left; c <= right; ++c) {
        const auto pixel = static_cast<std::size_t>(r) * image.width + static_cast<std::size_t>(c);
        sum[pixel] += rate;
        count[pixel] += 1.0f;
      }
    }
  }
  constexpr int shades = 256;
  std::vector<std::uint32_t> colors;
  for (int i = 0; i < shades; ++i)
    colors.push_back(opaque(color_of(ColorMap::viridis, i, 0.0, shades - 1)));
  image.pixels.assign(size, 0U);
  for (std::size_t i = 0; i < size; ++i)
    if (count[i] > 0.0f) {
      const double share = sum[i] / count[i] / view.top_Hz;
      image.pixels[i] = colors[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * (shades - 1))];
    }
  return image;
}

DotSeries dots_of(const LgnUnits& units, std::span<const float> rates_Hz, const LgnMapView& view) {
  DotSeries dots{.label = "rate", .diameter_pt = 2.2, .high = view.top_Hz};
  for (std::uint32_t unit = 0; unit < units.size(); ++unit)
    if (shown(units, unit, view.unit_class)) {
      dots.x.push_back(units.x_deg[unit]);
      dots.y.push_back(units.y_deg[unit]);
      dots.value.push_back(rates_Hz.empty() ? 0.0f : rates_Hz[unit]);
    }
  return dots;
}

} // namespace

FigureModel lgn_map_figure(const LgnUnits& units, std::span<const float> rates_Hz, const LgnMapView& view,
                           FigureStyle style) {
  FigureModel figure;
  figure.name = "lgn_map";
  figure.title = "LGN map";
  figure.width_mm = 120.0;
  figure.height_mm = 85.0;
  Panel panel;
  panel.id = "map";
  const double width = units.field_width_deg, height = units.field_height_deg;
  panel.x = {.label = "Azimuth", .unit = "°", .max = width, .ticks = {0.0, 0.5 * width, width}};
  panel.y = {.label = "Elevation", .unit = "°", .max = height, .ticks = {0.0, 0.5 * height, height}};
  panel.color_bar = ColorBar{.low = 0.0, .high = view.top_Hz, .label = "Rate (Hz)"};
  if (style == FigureStyle::screen)
    panel.series.emplace_back(picture_of(units, rates_Hz, view));
  else
    panel.series.emplace_back(dots_of(units, rates_Hz, view));
  if (view.patch_radius_um > 0.0) {
    LineSeries patch = ellipse("part of the field that V1 looks at", Ink::stimulus, patch_x_deg, patch_y_deg,
                               patch_x_per_um * view.patch_radius_um, patch_y_per_um * view.patch_radius_um);
    patch.dashed = true;
    panel.series.emplace_back(std::move(patch));
  }
  for (const std::uint32_t unit : view.chosen)
    if (unit < units.size()) {
      const double radius = half_height_sizes * units.size_deg[unit];
      panel.series.emplace_back(
          ellipse("receptive field", Ink::lgn_rate, units.x_deg[unit], units.y_deg[unit], radius, radius));
    }
  figure.panels.push_back(std::move(panel));
  return figure;
}

std::uint32_t nearest_lgn_unit(const LgnUnits& units, double x_deg, double y_deg, int unit_class, double reach_deg) {
  std::uint32_t nearest = units.size();
  double smallest = reach_deg;
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
    if (!shown(units, unit, unit_class))
      continue;
    const double distance = std::hypot(units.x_deg[unit] - x_deg, units.y_deg[unit] - y_deg);
    if (distance <= smallest) {
      smallest = distance;
      nearest = unit;
    }
  }
  return nearest;
}

} // namespace striate
