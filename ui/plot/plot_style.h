// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <string>

namespace striate {

/// A rectangle in scene units, y upwards.
struct Box {
  double left = 0.0, bottom = 0.0, right = 0.0, top = 0.0;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
  double center_x() const { return 0.5 * (left + right); }
  double center_y() const { return 0.5 * (bottom + top); }
  bool contains(double x, double y) const { return x >= left && x <= right && y >= bottom && y <= top; }
};

enum class TextRole { tick, label, title, legend, mark, caption, figure_title };

/// How figures look: lengths in points, turned into scene units (units of the paint device) by its resolution.
struct PlotStyle {
  Theme theme = Theme::dark;
  double dpi = 96.0;
  bool snap = true;     ///< put thin straight lines onto whole pixels (pictures, not vector files)
  bool caption = false; ///< draw the figure's caption below it
  double text_scale = 1.0;

  double px(double points) const { return points * dpi / 72.0; }
  Rgba color(Ink ink) const { return palette(ink, theme); }
  Rgba background() const { return color(Ink::ground); }
  int text_px(TextRole role) const;
  bool bold(TextRole role) const { return role == TextRole::title || role == TextRole::figure_title; }

  double spine_pt() const { return 0.75; }
  double tick_length_pt() const { return 3.0; }
};

inline Rgba with_alpha(Rgba color, double alpha) {
  color.a = static_cast<std::uint8_t>(color.a * alpha + 0.5);
  return color;
}

constexpr double faint_share = 0.16; ///< of the opacity of a series that is faint

template <class OneSeries>
Rgba series_color(const PlotStyle& style, const OneSeries& series) {
  return with_alpha(style.color(series.ink), series.faint ? faint_share : 1.0);
}

double text_width(const std::string& text, TextRole role, const PlotStyle& style);
/// From the top of the ascenders to the bottom of the descenders.
double text_height(TextRole role, const PlotStyle& style);

} // namespace striate
