// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/polar_drawing.h"

#include "engine/core/numbers.h"
#include "ui/plot/series_drawing.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace striate {
namespace {

constexpr double smallest_with_radii_pt = 70.0;
constexpr double sector_alpha = 0.22;

class PolarPainter {
public:
  PolarPainter(Canvas& canvas, const PanelMap& map) : canvas_(canvas), map_(map) {}

  void operator()(const LineSeries& line) const {
    const Rgba color = canvas_.style().color(line.ink);
    Points piece;
    const std::size_t count = std::min(line.x.size(), line.y.size());
    for (std::size_t i = 0; i <= count; ++i) {
      if (i < count && std::isfinite(line.x[i]) && std::isfinite(line.y[i])) {
        const auto [x, y] = map_.point(line.x[i], line.y[i]);
        append(piece, x, y);
        continue;
      }
      if (line.fill && piece.size() >= 6) {
        canvas_.set_fill(with_alpha(color, sector_alpha));
        canvas_.polygon(piece);
        append(piece, piece[0], piece[1]);
      }
      canvas_.set_line(color, line.width_pt, line.dashed);
      canvas_.polyline(piece);
      piece.clear();
    }
  }

  void operator()(const DotSeries& dots) const { draw_dots(canvas_, map_, dots); }

  void operator()(const TickSeries& ticks) const {
    canvas_.set_line(canvas_.style().color(ticks.ink), 0.75);
    for (const double angle : ticks.x)
      spoke(angle, ticks.y - 0.5 * ticks.height, ticks.y + 0.5 * ticks.height);
  }

  void operator()(const BandSeries& band) const {
    if (!band.shaded || !band.horizontal)
      return;
    canvas_.set_fill(canvas_.style().color(Ink::band));
    canvas_.ring(map_.area().center_x(), map_.area().center_y(), map_.radius(std::max(band.from, band.to)),
                 map_.radius(std::min(band.from, band.to)));
  }

  void operator()(const RuleSeries& rule) const {
    canvas_.set_line(canvas_.style().color(rule.ink), 1.0, rule.dashed);
    if (rule.vertical) {
      const auto [x, y] = edge(rule.at);
      canvas_.line(map_.area().center_x(), map_.area().center_y(), x, y);
    } else {
      canvas_.circle(map_.area().center_x(), map_.area().center_y(), map_.radius(rule.at));
    }
  }

  // Pictures, boxes, bars and matrices have no meaning around a circle.
  void operator()(const ImageSeries&) const {}
  void operator()(const BoxSeries&) const {}
  void operator()(const BarSeries&) const {}
  void operator()(const MatrixSeries&) const {}

private:
  void spoke(double angle, double from, double to) const {
    const auto [x0, y0] = map_.point(angle, from);
    const auto [x1, y1] = map_.point(angle, to);
    canvas_.line(x0, y0, x1, y1);
  }

  std::pair<double, double> edge(double angle) const {
    const double r = 0.5 * map_.area().width();
    return {map_.area().center_x() + r * std::cos(angle * degree),
            map_.area().center_y() + r * std::sin(angle * degree)};
  }

  Canvas& canvas_;
  const PanelMap& map_;
};

void draw_direction_names(Canvas& canvas, const Box& area) {
  const PlotStyle& style = canvas.style();
  const double distance = 0.5 * area.width() + style.px(3.0);
  for (int angle = 0; angle < 360; angle += 45) {
    const double c = std::cos(angle * degree), s = std::sin(angle * degree);
    const AlignX align_x = c > 0.1 ? AlignX::left : c < -0.1 ? AlignX::right : AlignX::center;
    const AlignY align_y = s > 0.1 ? AlignY::bottom : s < -0.1 ? AlignY::top : AlignY::center;
    canvas.text(std::to_string(angle) + "°", area.center_x() + distance * c, area.center_y() + distance * s,
                TextRole::tick, style.color(Ink::quiet), align_x, align_y);
  }
}

} // namespace

void draw_polar_grid(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  const PlotStyle& style = canvas.style();
  const Box& area = layout.map.area();
  const double x = area.center_x(), y = area.center_y(), radius = 0.5 * area.width();
  canvas.set_line(style.color(Ink::grid), style.spine_pt());
  for (int angle = 0; angle < 180; angle += 45) {
    const double dx = radius * std::cos(angle * degree), dy = radius * std::sin(angle * degree);
    canvas.line(x - dx, y - dy, x + dx, y + dy);
  }
  for (const double tick : layout.y.ticks)
    if (tick > 0.0 && tick < panel.y.max)
      canvas.circle(x, y, layout.map.radius(tick));
  canvas.set_line(style.color(Ink::quiet), style.spine_pt());
  canvas.circle(x, y, radius);
  if (panel.x.visible)
    draw_direction_names(canvas, area);
}

void draw_polar_series(Canvas& canvas, const Panel& panel, const PanelLayout& layout) {
  for (const Series& series : panel.series)
    std::visit(PolarPainter(canvas, layout.map), series);
  if (!panel.y.visible || layout.map.area().width() < canvas.px(smallest_with_radii_pt))
    return;
  // Radii along 22.5 degrees, between two spokes, where they hide no direction.
  const PlotStyle& style = canvas.style();
  for (std::size_t i = 0; i < layout.y.ticks.size(); ++i) {
    if (!(layout.y.ticks[i] > 0.0) || layout.y.ticks[i] > panel.y.max)
      continue;
    const bool outermost = i + 1 == layout.y.ticks.size();
    const auto [x, y] = layout.map.point(22.5, layout.y.ticks[i]);
    canvas.text(outermost && !panel.y.unit.empty() ? layout.y.texts[i] + " " + panel.y.unit : layout.y.texts[i], x, y,
                TextRole::tick, style.color(Ink::quiet), AlignX::center, AlignY::center);
  }
}

} // namespace striate
