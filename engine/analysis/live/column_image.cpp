// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/live/column_image.h"

#include "engine/core/errors.h"
#include "engine/core/finite_range.h"
#include "engine/core/numbers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>

namespace striate {

namespace {

constexpr float quiet_alpha_dark = 0.30f, quiet_alpha_light = 0.34f; ///< of neurons that do not fire
constexpr float shadow_alpha = 0.10f;                                ///< of neurons that are not emphasised
constexpr float farthest = 0.45f;                                    ///< brightness at the back of the column

std::uint32_t argb(Rgba c) {
  return (std::uint32_t{c.r} << 16) | (std::uint32_t{c.g} << 8) | std::uint32_t{c.b};
}

std::uint32_t channel(std::uint32_t pixel, int shift) {
  return (pixel >> shift) & 0xFFu;
}

/// color over pixel, both on the way to premultiplied 0xAARRGGBB.
std::uint32_t over(std::uint32_t pixel, std::uint32_t color, float alpha) {
  const auto part = static_cast<std::uint32_t>(alpha * 256.0f);
  const std::uint32_t rest = 256 - part;
  const auto mixed = [&](int shift, std::uint32_t value) {
    return ((channel(pixel, shift) * rest + value * part) >> 8) << shift;
  };
  return mixed(24, 255) | mixed(16, channel(color, 16)) | mixed(8, channel(color, 8)) | mixed(0, channel(color, 0));
}

Rgba between(Rgba a, Rgba b, double share) {
  const auto mixed = [share](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(std::lerp(double(from), double(to), share)));
  };
  return {mixed(a.r, b.r), mixed(a.g, b.g), mixed(a.b, b.b), 255};
}

} // namespace

Rgba rate_color(double share, Theme theme) {
  // From the ground's own gray through blue and orange to the brightest (dark) or darkest (light) end.
  static constexpr std::array<Rgba, 4> dark{{{52, 60, 72}, {64, 120, 200}, {240, 140, 80}, {255, 240, 170}}};
  static constexpr std::array<Rgba, 4> light{{{205, 212, 220}, {80, 140, 210}, {215, 95, 40}, {110, 10, 30}}};
  const auto& stops = theme == Theme::dark ? dark : light;
  const double at = std::clamp(share, 0.0, 1.0) * 3.0;
  const auto index = std::min<std::size_t>(2, static_cast<std::size_t>(at));
  return between(stops[index], stops[index + 1], at - static_cast<double>(index));
}

Rgba direction_color(double direction_deg, Theme theme) {
  // Cosine hues of equal lightness: cyclic, opposite directions get opposite colours.
  const double mean = theme == Theme::dark ? 0.66 : 0.45, swing = theme == Theme::dark ? 0.33 : 0.38;
  const auto part = [&](double offset_deg) {
    return static_cast<std::uint8_t>(
        std::lround(255.0 * (mean + swing * std::cos((direction_deg - offset_deg) * degree))));
  };
  return {part(0.0), part(120.0), part(240.0), 255};
}

void ColumnImage::set_network(const Network& network) {
  const NeuronTable& neurons = network.neurons;
  x_ = neurons.x_um;
  y_ = neurons.y_um;
  z_ = neurons.z_um;
  tuning_deg_ = neurons.tuning_deg;
  cell_class_.resize(neurons.size());
  radius_um_ = 1.0;
  for (std::uint32_t i = 0; i < neurons.size(); ++i) {
    cell_class_[i] = static_cast<std::uint8_t>(network.tables->populations[neurons.population[i]].cell_class);
    radius_um_ = std::max(radius_um_, static_cast<double>(neurons.radius_um(i)));
  }
  const FiniteRange depths = finite_range(y_); // a file may leave places out
  bottom_um_ = depths.empty() ? -1.0 : depths.low;
  top_um_ = depths.high_or(0.0);
  project_all();
}

void ColumnImage::set_view(int width, int height, double scale, const ColumnCamera& camera, ColumnColoring coloring,
                           Theme theme) {
  if (width < 1 || height < 1 || !(scale > 0.0) || !(camera.zoom > 0.0))
    throw Error("The column image needs a positive size, scale and zoom.", Error::Kind::usage);
  const bool same = width == width_ && height == height_ && scale == scale_ && camera == camera_;
  width_ = width;
  height_ = height;
  scale_ = scale;
  camera_ = camera;
  coloring_ = coloring;
  theme_ = theme;
  if (!same)
    project_all();
}

void ColumnImage::project_all() {
  const double yaw = camera_.yaw_deg * degree, pitch = camera_.pitch_deg * degree;
  // The axes of the screen in the cortex' coordinates: y points to the pia.
  rotation_ = {std::cos(yaw),    0.0,
               std::sin(yaw),    std::sin(yaw) * std::sin(pitch),
               -std::cos(pitch), -std::cos(yaw) * std::sin(pitch)};
  towards_ = {-std::sin(yaw) * std::cos(pitch), std::sin(pitch), std::cos(yaw) * std::cos(pitch)};
  const double half_height =
      0.5 * (top_um_ - bottom_um_) * std::abs(std::cos(pitch)) + radius_um_ * std::sin(std::abs(pitch));
  constexpr double margin = 0.94;
  pixels_per_um_ =
      margin * camera_.zoom * std::min(0.5 * width_ / radius_um_, 0.5 * height_ / std::max(half_height, 1.0));
  points_.resize(x_.size());
  for (std::size_t i = 0; i < x_.size(); ++i)
    points_[i] = project(x_[i], y_[i], z_[i]);
  sort_by_depth();
}

// A counting sort: neurons of one thin slice may overlap in any order, and a turning column is sorted at every frame.
void ColumnImage::sort_by_depth() {
  constexpr std::size_t slices = 1024;
  const FiniteRange depths = finite_range(std::views::transform(points_, &ColumnPoint::depth));
  back_to_front_.resize(points_.size());
  if (points_.empty())
    return;
  far_ = depths.empty() ? 0.0f : static_cast<float>(depths.low);
  near_ = static_cast<float>(depths.high_or(0.0));
  const float per_um = near_ > far_ ? static_cast<float>(slices - 1) / (near_ - far_) : 0.0f;
  const auto slice = [&](const ColumnPoint& point) {
    return std::isfinite(point.depth) ? static_cast<std::size_t>(per_um * (point.depth - far_)) : 0;
  };
  std::array<std::uint32_t, slices + 1> start{};
  for (const ColumnPoint& point : points_)
    ++start[slice(point) + 1];
  std::partial_sum(start.begin(), start.end(), start.begin());
  for (std::uint32_t i = 0; i < points_.size(); ++i)
    back_to_front_[start[slice(points_[i])]++] = i;
}

ColumnPoint ColumnImage::project(double x_um, double y_um, double z_um) const {
  const double y = y_um - 0.5 * (top_um_ + bottom_um_);
  return {static_cast<float>(0.5 * width_ + pixels_per_um_ * (rotation_[0] * x_um + rotation_[2] * z_um)),
          static_cast<float>(0.5 * height_ +
                             pixels_per_um_ * (rotation_[3] * x_um + rotation_[4] * y + rotation_[5] * z_um)),
          static_cast<float>(towards_[0] * x_um + towards_[1] * y + towards_[2] * z_um)};
}

std::uint32_t ColumnImage::color_of(std::uint32_t neuron, std::span<const float> values) const {
  switch (coloring_) {
  case ColumnColoring::rate:
    return argb(rate_color(values.empty() ? 0.0 : values[neuron] / rate_scale_Hz, theme_));
  case ColumnColoring::tuning:
    return argb(direction_color(tuning_deg_[neuron], theme_));
  case ColumnColoring::spikes:
  case ColumnColoring::classes:
    break;
  }
  return argb(palette(class_ink(static_cast<CellClass>(cell_class_[neuron])), theme_));
}

void ColumnImage::put(std::uint32_t neuron, std::uint32_t color, float alpha, int diameter) {
  const ColumnPoint& point = points_[neuron];
  if (!std::isfinite(point.x) || !std::isfinite(point.y))
    return; // its place is not known
  const int left = static_cast<int>(std::lround(point.x - 0.5f * static_cast<float>(diameter)));
  const int top = static_cast<int>(std::lround(point.y - 0.5f * static_cast<float>(diameter)));
  const float centre = 0.5f * static_cast<float>(diameter - 1), reach = 0.5f * static_cast<float>(diameter) + 0.1f;
  for (int y = std::max(top, 0); y < std::min(top + diameter, height_); ++y)
    for (int x = std::max(left, 0); x < std::min(left + diameter, width_); ++x) {
      const float dx = static_cast<float>(x - left) - centre, dy = static_cast<float>(y - top) - centre;
      if (dx * dx + dy * dy > reach * reach)
        continue;
      std::uint32_t& pixel =
          pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)];
      pixel = over(pixel, color, alpha);
    }
}

void ColumnImage::draw(std::span<const float> values) {
  if (!values.empty() && values.size() != x_.size())
    throw Error("The values for the column do not match its network.", Error::Kind::usage);
  pixels_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0u);
  if (x_.empty())
    return;
  // Dots grow with the room they have: a column of few cells shows large ones.
  const double room = std::sqrt(static_cast<double>(width_) * height_ / static_cast<double>(x_.size())) * camera_.zoom;
  const int quiet = std::clamp(static_cast<int>(std::lround(0.35 * room)), static_cast<int>(std::ceil(scale_)),
                               static_cast<int>(std::ceil(7.0 * scale_)));
  const int lit = quiet + static_cast<int>(std::ceil(scale_));
  const float per_um = near_ > far_ ? (1.0f - farthest) / (near_ - far_) : 0.0f;
  const float quiet_alpha = theme_ == Theme::dark ? quiet_alpha_dark : quiet_alpha_light;
  for (const std::uint32_t neuron : back_to_front_) {
    const float near_alpha = farthest + per_um * (points_[neuron].depth - far_);
    const bool emphasised = emphasised_.size() == x_.size() && emphasised_[neuron] != 0;
    if (!emphasised_.empty() && !emphasised) {
      put(neuron, color_of(neuron, values), shadow_alpha * near_alpha, quiet);
      continue;
    }
    const std::uint32_t color = color_of(neuron, values);
    if (coloring_ != ColumnColoring::spikes) {
      put(neuron, color, near_alpha, quiet);
      continue;
    }
    const float light = values.empty() ? 0.0f : std::clamp(values[neuron], 0.0f, 1.0f);
    if (light > 0.05f)
      put(neuron, color, std::max(quiet_alpha * near_alpha, light), lit);
    else
      put(neuron, color, (emphasised ? 1.0f : quiet_alpha) * near_alpha, quiet);
  }
}

std::optional<std::uint32_t> ColumnImage::pick(double x, double y, double radius) const {
  std::optional<std::uint32_t> nearest;
  double best = radius * radius;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    const double dx = points_[i].x - x, dy = points_[i].y - y;
    // Distances of half a pixel are the same to the eye: the dot in front is meant.
    const double distance = std::floor(2.0 * (dx * dx + dy * dy)) / 2.0;
    if (distance < best || (nearest && distance == best && points_[i].depth > points_[*nearest].depth)) {
      best = distance;
      nearest = i;
    }
  }
  return nearest;
}

} // namespace striate
