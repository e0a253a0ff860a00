// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/plot_style.h"

#include <vtkContext2D.h>

#include <string>
#include <vector>

namespace striate {

enum class AlignX { left, center, right };
enum class AlignY { bottom, center, top };

/// Points of a polyline or polygon as VTK takes them: x0, y0, x1, y1, ...
using Points = std::vector<float>;
inline void append(Points& points, double x, double y) {
  points.push_back(static_cast<float>(x));
  points.push_back(static_cast<float>(y));
}

/// A text as it was drawn.
struct DrawnText {
  std::string text;
  Box box;
};

/// What the drawing code needs of vtkContext2D, with widths in points and colours as Rgba. Positions in scene units.
class Canvas {
public:
  /// texts: gets every text that is drawn; may be nullptr.
  Canvas(vtkContext2D& context, const PlotStyle& style, std::vector<DrawnText>* texts = nullptr)
      : context_(context), style_(style), texts_(texts) {}

  const PlotStyle& style() const { return style_; }
  double px(double points) const { return style_.px(points); }

  void set_line(Rgba color, double width_pt, bool dashed = false);
  void set_fill(Rgba color); ///< for areas without an outline; a line after it needs set_line
  void line(double x0, double y0, double x1, double y1);
  /// Straight lines along an axis, on whole pixels when the style asks for it.
  void horizontal(double y, double from_x, double to_x);
  void vertical(double x, double from_y, double to_y);
  void polyline(Points& points);
  void polygon(Points& points);
  void rectangle(const Box& box);
  void circle(double x, double y, double radius);                          ///< outline
  void ring(double x, double y, double outer_radius, double inner_radius); ///< filled
  void dots(Points& points, Rgba color, double diameter_pt);
  void image(const Box& box, const ImageSeries& image);
  void text(const std::string& string, double x, double y, TextRole role, Rgba color, AlignX align_x, AlignY align_y,
            bool upwards = false);

  void clip(const Box& box);
  void no_clip();

private:
  double snapped(double position) const;

  vtkContext2D& context_;
  const PlotStyle& style_;
  std::vector<DrawnText>* texts_;
};

} // namespace striate
