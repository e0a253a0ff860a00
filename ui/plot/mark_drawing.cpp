// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/mark_drawing.h"

#include "engine/analysis/color_map.h"
#include "ui/plot/nice_ticks.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace striate {
namespace {

constexpr double bar_gap_pt = 7.0, bar_width_pt = 7.0, text_gap_pt = 2.5;
constexpr double cap_pt = 3.0, flier_pt = 1.6, box_alpha = 0.85;
constexpr int bar_steps = 64;

/// A rectangle between two corners in any order, cut at the area; nothing when it lies outside or is undefined.
bool cut(Box& box, const Box& area) {
  box = {std::min(box.left, box.right), std::min(box.bottom, box.top), std::max(box.left, box.right),
         std::max(box.bottom, box.top)};
  box = {std::max(box.left, area.left), std::max(box.bottom, area.bottom), std::min(box.right, area.right),
         std::min(box.top, area.top)};
  return box.width() > 0.0 && box.height() > 0.0;
}

void outline(Canvas& canvas, const Box& box) {
  Points points;
  append(points, box.left, box.bottom);
  append(points, box.right, box.bottom);
  append(points, box.right, box.top);
  append(points, box.left, box.top);
  append(points, box.left, box.bottom);
  canvas.polyline(points);
}

/// On a logarithmic axis values of 0 and below lie far under it.
double inside(double position, const Box& area) {
  const double reach = 2.0 * area.height();
  return std::isfinite(position) ? std::clamp(position, area.bottom - reach, area.top + reach) : area.bottom - reach;
}

Rgba readable_on(Rgba ground) {
  const double lightness = 0.299 * ground.r + 0.587 * ground.g + 0.114 * ground.b;
  return lightness > 140.0 ? Rgba{0, 0, 0, 255} : Rgba{255, 255, 255, 255};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

} // namespace

void draw_error_bar(Canvas& canvas, double x, double lower, double upper) {
  const double half = 0.5 * canvas.px(cap_pt);
  canvas.vertical(x, lower, upper);
  canvas.horizontal(lower, x - half, x + half);
  canvas.horizontal(upper, x - half, x + half);
}

void draw_boxes(Canvas& canvas, const PanelMap& map, const BoxSeries& series) {
  const Box& area = map.area();
  const Rgba color = canvas.style().color(series.ink), edge = canvas.style().color(Ink::text);
  Points fliers;
  for (const BoxSeries::Box& box : series.boxes) {
    if (std::isnan(box.median))
      continue;
    const double left = map.x(box.x - 0.5 * series.width), right = map.x(box.x + 0.5 * series.width);
    const double middle = 0.5 * (left + right), quarter = 0.25 * (right - left);
    const double q1 = inside(map.y(box.q1), area), q3 = inside(map.y(box.q3), area);
    const double low = inside(map.y(box.whisker_low), area), high = inside(map.y(box.whisker_high), area);
    canvas.set_line(edge, 0.5);
    canvas.vertical(middle, low, q1);
    canvas.vertical(middle, q3, high);
    canvas.horizontal(low, middle - quarter, middle + quarter);
    canvas.horizontal(high, middle - quarter, middle + quarter);
    Box body{left, q1, right, q3};
    canvas.set_fill(with_alpha(color, box_alpha));
    if (cut(body, area))
      canvas.rectangle(body);
    canvas.set_line(edge, 0.5);
    outline(canvas, {left, q1, right, q3});
    canvas.set_line(edge, 1.0);
    canvas.horizontal(inside(map.y(box.median), area), left, right);
    for (const double flier : box.fliers)
      if (const double y = map.y(flier); y >= area.bottom && y <= area.top)
        append(fliers, middle, y);
  }
  if (!fliers.empty())
    canvas.dots(fliers, with_alpha(canvas.style().color(Ink::quiet), 0.6), flier_pt);
}

void draw_bars(Canvas& canvas, const PanelMap& map, const BarSeries& bars) {
  const Box& area = map.area();
  const Rgba color = with_alpha(series_color(canvas.style(), bars), bars.alpha);
  const std::size_t count = std::min(bars.x.size(), bars.y.size());
  const bool errors = bars.lower.size() == count && bars.upper.size() == count;
  for (std::size_t i = 0; i < count; ++i) {
    if (!std::isfinite(bars.y[i]))
      continue;
    const double base = bars.base.size() == count ? bars.base[i] : 0.0;
    Box box{map.x(bars.x[i] - 0.5 * bars.width), inside(map.y(base), area), map.x(bars.x[i] + 0.5 * bars.width),
            inside(map.y(bars.y[i]), area)};
    canvas.set_fill(color);
    if (cut(box, area))
      canvas.rectangle(box);
    if (errors && std::isfinite(bars.lower[i]) && std::isfinite(bars.upper[i])) {
      canvas.set_line(canvas.style().color(Ink::text), 0.75);
      draw_error_bar(canvas, map.x(bars.x[i]), inside(map.y(bars.lower[i]), area), inside(map.y(bars.upper[i]), area));
    }
  }
}

void draw_matrix(Canvas& canvas, const PanelMap& map, const MatrixSeries& matrix) {
  const PlotStyle& style = canvas.style();
  const double seam = style.snap ? 0.0 : 0.02 * style.dpi / 72.0; // neighbours overlap a hair: no gaps in a PDF
  const auto columns = static_cast<std::size_t>(std::max(matrix.columns, 0));
  for (std::size_t cell = 0; cell < std::min(matrix.values.size(), columns * static_cast<std::size_t>(matrix.rows));
       ++cell) {
    const double value = matrix.values[cell];
    if (std::isnan(value))
      continue;
    const auto c = static_cast<double>(cell % columns), r = static_cast<double>(cell / columns);
    const double dx = (matrix.x1 - matrix.x0) / matrix.columns, dy = (matrix.y1 - matrix.y0) / matrix.rows;
    Box box{map.x(matrix.x0 + c * dx), map.y(matrix.y1 - (r + 1.0) * dy), map.x(matrix.x0 + (c + 1.0) * dx),
            map.y(matrix.y1 - r * dy)};
    if (style.snap) // neighbours meet at a pixel's edge: no gaps on screen
      box = {std::round(box.left), std::round(box.bottom), std::round(box.right), std::round(box.top)};
    const Rgba color = color_of(matrix.map, value, matrix.low, matrix.high, style.theme);
    canvas.set_fill(color);
    canvas.rectangle({box.left - seam, box.bottom - seam, box.right + seam, box.top + seam});
  }
  if (matrix.decimals < 0)
    return;
  for (std::size_t cell = 0; cell < matrix.values.size(); ++cell) {
    const double value = matrix.values[cell];
    const auto c = static_cast<double>(cell % columns), r = static_cast<double>(cell / columns);
    const double dx = (matrix.x1 - matrix.x0) / matrix.columns, dy = (matrix.y1 - matrix.y0) / matrix.rows;
    const std::string text = std::isnan(value) ? "" : tick_text(value, std::pow(10.0, -matrix.decimals));
    const double width = std::abs(map.x(matrix.x0 + dx) - map.x(matrix.x0));
    if (text_width(text, TextRole::caption, style) < width)
      canvas.text(text, map.x(matrix.x0 + (c + 0.5) * dx), map.y(matrix.y1 - (r + 0.5) * dy), TextRole::caption,
                  readable_on(color_of(matrix.map, value, matrix.low, matrix.high, style.theme)), AlignX::center,
                  AlignY::center);
  }
}

double color_bar_width(const ColorBar& bar, const PlotStyle& style) {
  double widest = 0.0;
  for (const std::string& text : tick_texts(nice_ticks(bar.low, bar.high, 5)))
    widest = std::max(widest, text_width(text, TextRole::tick, style));
  const double label = bar.label.empty() ? 0.0 : text_height(TextRole::label, style) + style.px(text_gap_pt);
  return style.px(bar_gap_pt + bar_width_pt + 2.0 * text_gap_pt) + widest + label;
}

void draw_color_bar(Canvas& canvas, const ColorBar& bar, const Box& area) {
  const PlotStyle& style = canvas.style();
  const double left = area.right + style.px(bar_gap_pt), right = left + style.px(bar_width_pt);
  const double step = area.height() / bar_steps;
  for (int i = 0; i < bar_steps; ++i) {
    canvas.set_fill(color_of(bar.map, i + 0.5, 0.0, bar_steps, style.theme));
    const double over = i + 1 < bar_steps ? 0.5 * step : 0.0; // under the next: no seams
    canvas.rectangle({left, area.bottom + i * step, right, area.bottom + (i + 1) * step + over});
  }
  const std::vector<double> ticks = nice_ticks(bar.low, bar.high, 5);
  const std::vector<std::string> texts = tick_texts(ticks);
  double widest = 0.0;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const double y = area.bottom + (ticks[i] - bar.low) / (bar.high - bar.low) * area.height();
    canvas.text(texts[i], right + style.px(text_gap_pt), y, TextRole::tick, style.color(Ink::quiet), AlignX::left,
                AlignY::center);
    widest = std::max(widest, text_width(texts[i], TextRole::tick, style));
  }
  canvas.text(bar.label, right + style.px(2.0 * text_gap_pt) + widest, area.center_y(), TextRole::label,
              style.color(Ink::text), AlignX::center, AlignY::top, true);
}

void draw_note(Canvas& canvas, const std::string& note, const Box& area) {
  const PlotStyle& style = canvas.style();
  const std::vector<std::string> lines = lines_of(note);
  if (lines.empty())
    return;
  double width = 0.0;
  for (const std::string& line : lines)
    width = std::max(width, text_width(line, TextRole::legend, style));
  const double pad = style.px(3.0), height = text_height(TextRole::legend, style);
  const double left = area.left + style.px(4.0), top = area.top - style.px(3.0);
  canvas.set_fill(with_alpha(style.background(), 0.75));
  canvas.rectangle({left, top - height * static_cast<double>(lines.size()) - pad, left + width + 2.0 * pad, top});
  for (std::size_t i = 0; i < lines.size(); ++i)
    canvas.text(lines[i], left + pad, top - 0.5 * pad - (static_cast<double>(i) + 0.5) * height, TextRole::legend,
                style.color(Ink::text), AlignX::left, AlignY::center);
}

} // namespace striate
