// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/series_drawing.h"

#include "engine/analysis/color_map.h"
#include "ui/plot/line_drawing.h"
#include "ui/plot/mark_drawing.h"

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr int color_levels = 64;

class SeriesPainter {
public:
  SeriesPainter(Canvas& canvas, const PanelMap& map) : canvas_(canvas), map_(map), area_(map.area()) {}

  void operator()(const ImageSeries& image) const {
    const double left = map_.x(image.x0), right = map_.x(image.x1), bottom = map_.y(image.y0), top = map_.y(image.y1);
    canvas_.image({std::min(left, right), std::min(bottom, top), std::max(left, right), std::max(bottom, top)}, image);
  }

  void operator()(const BandSeries& band) const {
    if (!band.shaded)
      return;
    canvas_.set_fill(with_alpha(canvas_.style().color(band.ink), band.alpha));
    const double from = band.horizontal ? map_.y(band.from) : map_.x(band.from);
    const double to = band.horizontal ? map_.y(band.to) : map_.x(band.to);
    Box box = area_;
    if (band.horizontal) {
      box.bottom = std::max(std::min(from, to), area_.bottom);
      box.top = std::min(std::max(from, to), area_.top);
    } else {
      box.left = std::max(std::min(from, to), area_.left);
      box.right = std::min(std::max(from, to), area_.right);
    }
    if (box.width() > 0.0 && box.height() > 0.0)
      canvas_.rectangle(box);
  }

  void operator()(const DotSeries& dots) const { draw_dots(canvas_, map_, dots); }
  void operator()(const BoxSeries& boxes) const { draw_boxes(canvas_, map_, boxes); }
  void operator()(const BarSeries& bars) const { draw_bars(canvas_, map_, bars); }
  void operator()(const MatrixSeries& matrix) const { draw_matrix(canvas_, map_, matrix); }
  void operator()(const LineSeries& line) const { draw_line(canvas_, map_, line); }

  void operator()(const TickSeries& ticks) const {
    canvas_.set_line(canvas_.style().color(ticks.ink), 0.75);
    const double low = map_.y(ticks.y - 0.5 * ticks.height), high = map_.y(ticks.y + 0.5 * ticks.height);
    double drawn = -1e30;
    for (const double at : ticks.x) {
      const double x = map_.x(at);
      // Strokes closer than a quarter of a scene unit cannot be told apart.
      if (!(x >= area_.left && x <= area_.right) || std::abs(x - drawn) < 0.25)
        continue;
      canvas_.vertical(std::min(x, area_.right - 1.0), low, high);
      drawn = x;
    }
  }

  void operator()(const RuleSeries& rule) const {
    canvas_.set_line(canvas_.style().color(rule.ink), 1.0, rule.dashed);
    if (rule.vertical && area_.contains(map_.x(rule.at), area_.bottom))
      canvas_.vertical(map_.x(rule.at), area_.top, area_.bottom);
    else if (!rule.vertical && area_.contains(area_.left, map_.y(rule.at)))
      canvas_.horizontal(map_.y(rule.at), area_.left, area_.right);
  }

private:
  Canvas& canvas_;
  const PanelMap& map_;
  const Box& area_;
};

/// A text on a soft plate of the background's colour: readable on a dense raster.
void plated_text(Canvas& canvas, const std::string& text, double left, double center_y, TextRole role, Rgba color) {
  const PlotStyle& style = canvas.style();
  const double pad = style.px(2.0), half = 0.5 * text_height(role, style);
  canvas.set_fill(with_alpha(style.background(), 0.72));
  canvas.rectangle({left, center_y - half, left + text_width(text, role, style) + 2.0 * pad, center_y + half});
  canvas.text(text, left + pad, center_y, role, color, AlignX::left, AlignY::center);
}

struct BandLabel {
  std::string text;
  double y = 0.0; ///< centre
};

/// Labels from top to bottom without overlap, inside the area; thin bands push their neighbours away.
void spread(std::vector<BandLabel>& labels, const Box& area, double height) {
  std::sort(labels.begin(), labels.end(), [](const BandLabel& a, const BandLabel& b) { return a.y > b.y; });
  double ceiling = area.top - 0.5 * height;
  for (BandLabel& label : labels) {
    label.y = std::min(label.y, ceiling);
    ceiling = label.y - height;
  }
  double floor = area.bottom + 0.5 * height;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::max(label->y, floor);
    floor = label->y + height;
  }
}

void draw_band_labels(Canvas& canvas, const Panel& panel, const PanelMap& map) {
  const PlotStyle& style = canvas.style();
  const Box& area = map.area();
  const double height = text_height(TextRole::title, style);
  std::vector<BandLabel> labels;
  for (const Series& series : panel.series) {
    const auto* band = std::get_if<BandSeries>(&series);
    if (band == nullptr || band->label.empty())
      continue;
    if (band->horizontal) {
      const double from = std::clamp(map.y(band->from), area.bottom, area.top);
      const double to = std::clamp(map.y(band->to), area.bottom, area.top);
      if (std::abs(to - from) > 0.0)
        labels.push_back({band->label, 0.5 * (from + to)});
    } else {
      const double left = std::max(std::min(map.x(band->from), map.x(band->to)), area.left);
      if (left < area.right)
        plated_text(canvas, band->label, left + style.px(2.0), area.top - 0.5 * height, TextRole::title,
                    style.color(Ink::text));
    }
  }
  if (static_cast<double>(labels.size()) * height > area.height())
    return;
  spread(labels, area, height);
  for (const BandLabel& label : labels)
    plated_text(canvas, label.text, area.left + style.px(3.0), label.y, TextRole::title, style.color(Ink::text));
}

void draw_rule_labels(Canvas& canvas, const Panel& panel, const PanelMap& map) {
  const PlotStyle& style = canvas.style();
  const Box& area = map.area();
  const double height = text_height(TextRole::mark, style), gap = style.px(2.0);
  constexpr int levels = 3;
  double occupied[levels] = {area.left, area.left, area.left}; // right ends of the texts of each line
  for (const Series& series : panel.series) {
    const auto* rule = std::get_if<RuleSeries>(&series);
    if (rule == nullptr || rule->label.empty())
      continue;
    const double width = text_width(rule->label, TextRole::mark, style) + 2.0 * gap;
    if (!rule->vertical) {
      const double y = map.y(rule->at);
      if (y >= area.bottom && y <= area.top) // above the line, below it where there is no room
        plated_text(canvas, rule->label, area.right - width, y + (y + height < area.top ? 0.55 : -0.55) * height,
                    TextRole::mark, style.color(rule->ink));
      continue;
    }
    const double x = map.x(rule->at);
    if (x < area.left || x > area.right)
      continue;
    const double left = x + gap + width <= area.right ? x + gap : x - gap - width;
    for (int level = 0; level < levels; ++level) {
      const double y = area.top - (0.5 + level) * height;
      if (left < occupied[level] || y - 0.5 * height < area.bottom)
        continue;
      plated_text(canvas, rule->label, left, y, TextRole::mark, style.color(rule->ink));
      occupied[level] = left + width;
      break;
    }
  }
}

} // namespace

void draw_dots(Canvas& canvas, const PanelMap& map, const DotSeries& dots) {
  const Box& area = map.area();
  const double slack = canvas.px(dots.diameter_pt);
  const Rgba color = series_color(canvas.style(), dots);
  const std::size_t count = std::min(dots.x.size(), dots.y.size());
  const bool by_value = dots.value.size() == count && count > 0;
  const bool errors = dots.lower.size() == count && dots.upper.size() == count && count > 0;
  std::vector<Points> points(by_value ? color_levels : 1); // one call per colour
  canvas.set_line(color, 0.75);
  for (std::size_t i = 0; i < count; ++i) {
    const auto [x, y] = map.point(static_cast<double>(dots.x[i]), static_cast<double>(dots.y[i]));
    if (!(x >= area.left - slack && x <= area.right + slack && y >= area.bottom - slack && y <= area.top + slack))
      continue;
    if (errors && !map.polar() && std::isfinite(dots.lower[i]) && std::isfinite(dots.upper[i]))
      draw_error_bar(canvas, x, std::max(map.y(static_cast<double>(dots.lower[i])), area.bottom),
                     map.y(static_cast<double>(dots.upper[i])));
    if (!by_value)
      append(points[0], x, y);
    else if (!std::isnan(dots.value[i])) {
      const double share = (static_cast<double>(dots.value[i]) - dots.low) / (dots.high - dots.low);
      append(points[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * (color_levels - 1) + 0.5)], x, y);
    }
  }
  for (std::size_t level = 0; level < points.size(); ++level)
    if (!points[level].empty())
      canvas.dots(points[level],
                  with_alpha(by_value ? color_of(dots.map, static_cast<double>(level), 0.0, color_levels - 1,
                                                 canvas.style().theme)
                                      : color,
                             dots.faint ? faint_share * dots.alpha : dots.alpha),
                  dots.diameter_pt);
}

void draw_series(Canvas& canvas, const Panel& panel, const PanelMap& map) {
  canvas.clip(map.area());
  for (const Series& series : panel.series)
    std::visit(SeriesPainter(canvas, map), series);
  canvas.no_clip();
}

void draw_series_labels(Canvas& canvas, const Panel& panel, const PanelMap& map) {
  draw_band_labels(canvas, panel, map);
  draw_rule_labels(canvas, panel, map);
}

} // namespace striate
