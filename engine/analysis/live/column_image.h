// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"
#include "engine/network/network.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace striate {

/// The column seen from outside: parallel projection, so that a length on screen is a length in the cortex.
struct ColumnCamera {
  double yaw_deg = 30.0;   ///< turn about the column's axis
  double pitch_deg = 15.0; ///< 0 = from the side, 90 = from the pia (top view)
  double zoom = 1.0;       ///< 1 = the column fills the picture
  bool operator==(const ColumnCamera&) const = default;
};

enum class ColumnColoring : std::uint8_t {
  spikes, ///< classes, dim; lit by spikes
  classes,
  rate,  ///< mean rate
  tuning ///< preferred direction, as a hue
};

/// Where the camera puts a place of the cortex: pixels of the picture, depth growing towards the viewer (um).
struct ColumnPoint {
  float x = 0.0f, y = 0.0f, depth = 0.0f;
};

/// All somata as dots, drawn by our own projection into a picture: some 66,000 dots take about a millisecond, need no
/// GPU and give the same picture on screen, in files and in tests. One thread at a time.
class ColumnImage {
public:
  /// Copies the places, classes and tuning. An empty network gives an empty picture.
  void set_network(const Network& network);
  /// A pixel per point of the screen times the screen's scale; scale: pixels per point, for the size of the dots.
  void set_view(int width, int height, double scale, const ColumnCamera& camera, ColumnColoring coloring, Theme theme);

  /// Neurons whose entry is 0 are drawn as shadows; empty: none.
  void set_emphasis(std::vector<std::uint8_t> emphasised) { emphasised_ = std::move(emphasised); }
  /// Brightness of each neuron in 0..1 for `spikes`, rates in Hz for `rate`; ignored by the others. Length N or 0.
  void draw(std::span<const float> values);
  /// 0xAARRGGBB premultiplied, width * height; empty pixels are transparent.
  std::span<const std::uint32_t> pixels() const { return pixels_; }
  int width() const { return width_; }
  int height() const { return height_; }

  /// Neuron whose dot is nearest to a pixel, within `radius` pixels; of equally near ones the one in front.
  std::optional<std::uint32_t> pick(double x, double y, double radius) const;
  ColumnPoint project(double x_um, double y_um, double z_um) const;
  /// Micrometres a pixel stands for.
  double radius_um() const { return radius_um_; }
  double um_per_pixel() const { return 1.0 / pixels_per_um_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(x_.size()); }

  /// The rate at which the colour scale ends: 20 Hz.
  static constexpr double rate_scale_Hz = 20.0;

private:
  void project_all();
  void sort_by_depth();
  std::uint32_t color_of(std::uint32_t neuron, std::span<const float> values) const;
  void put(std::uint32_t neuron, std::uint32_t argb, float alpha, int diameter);

  std::vector<float> x_, y_, z_, tuning_deg_;
  std::vector<std::uint8_t> cell_class_, emphasised_;
  double radius_um_ = 1.0, top_um_ = 0.0, bottom_um_ = -1.0;

  int width_ = 0, height_ = 0;
  double scale_ = 1.0, pixels_per_um_ = 1.0;
  ColumnCamera camera_;
  ColumnColoring coloring_ = ColumnColoring::spikes;
  Theme theme_ = Theme::dark;
  std::array<double, 6> rotation_{}; ///< rows of screen x and screen y (down)
  std::array<double, 3> towards_{};

  std::vector<ColumnPoint> points_;
  std::vector<std::uint32_t> back_to_front_;
  float far_ = 0.0f, near_ = 0.0f; ///< depths of the first and the last of them
  std::vector<std::uint32_t> pixels_;
};

/// The scale of `rate`, 0..1, and of `tuning`, degrees: colours readable on both grounds.
Rgba rate_color(double share, Theme theme);
Rgba direction_color(double direction_deg, Theme theme);

} // namespace striate
