// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/line_drawing.h"

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr double fill_alpha = 0.16, band_alpha = 0.22;
constexpr double finest_column_pt = 0.12; ///< 600 columns an inch: no paper shows more

/// Collects the points of one pixel column in the order they came.
class ColumnReducer {
public:
  ColumnReducer(Points& out, double left, double width) : out_(out), left_(left), width_(width) {}

  void add(double x, double y) {
    const double column = std::floor((x - left_) / width_);
    if (count_ > 0 && column != column_)
      flush();
    column_ = column;
    const P p{x, y, count_};
    if (count_ == 0)
      first_ = low_ = high_ = p;
    if (y < low_.y)
      low_ = p;
    if (y > high_.y)
      high_ = p;
    last_ = p;
    ++count_;
  }

  void flush() {
    if (count_ == 0)
      return;
    put(first_);
    const P& earlier = low_.index < high_.index ? low_ : high_;
    const P& later = low_.index < high_.index ? high_ : low_;
    if (earlier.index != first_.index && earlier.index != last_.index)
      put(earlier);
    if (later.index != first_.index && later.index != last_.index && later.index != earlier.index)
      put(later);
    if (last_.index != first_.index)
      put(last_);
    count_ = 0;
  }

private:
  struct P {
    double x = 0.0, y = 0.0;
    std::size_t index = 0;
  };
  void put(const P& p) { append(out_, p.x, p.y); }

  Points& out_;
  double left_, width_, column_ = 0.0;
  std::size_t count_ = 0;
  P first_, low_, high_, last_;
};

/// Far outside values would lose the precision of float and of the paint engine.
double near_area(double position, double low, double high) {
  const double reach = 2.0 * (high - low) + 100.0;
  return std::clamp(position, low - reach, high + reach);
}

void fill_to(Canvas& canvas, const Points& piece, double base) {
  Points area = piece;
  append(area, piece[piece.size() - 2], base);
  append(area, piece[0], base);
  canvas.polygon(area);
}

double column_width(const Canvas& canvas) {
  return std::max(1.0, canvas.px(finest_column_pt));
}

/// y[i] holds from x[i] to x[i + 1].
void as_steps(const LineSeries& line, std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < std::min(line.x.size(), line.y.size()); ++i) {
    if (i > 0) {
      x.push_back(line.x[i]);
      y.push_back(line.y[i - 1]);
    }
    x.push_back(line.x[i]);
    y.push_back(line.y[i]);
  }
}

void draw_band(Canvas& canvas, const PanelMap& map, const LineSeries& line) {
  if (line.lower.size() != line.x.size() || line.upper.size() != line.x.size())
    return;
  const std::vector<Points> upper = line_pieces(map, line.x, line.upper, column_width(canvas));
  const std::vector<Points> lower = line_pieces(map, line.x, line.lower, column_width(canvas));
  if (upper.size() != lower.size()) // gaps differ: no honest band
    return;
  canvas.set_fill(with_alpha(series_color(canvas.style(), line), band_alpha));
  for (std::size_t i = 0; i < upper.size(); ++i) {
    Points area = upper[i];
    for (std::size_t k = lower[i].size(); k >= 2; k -= 2)
      append(area, lower[i][k - 2], lower[i][k - 1]);
    canvas.polygon(area);
  }
}

} // namespace

std::vector<Points> line_pieces(const PanelMap& map, std::span<const double> x, std::span<const double> y,
                                double column) {
  const Box& area = map.area();
  std::vector<Points> pieces;
  const std::size_t count = std::min(x.size(), y.size());
  for (std::size_t i = 0; i < count;) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
      ++i;
      continue;
    }
    Points& piece = pieces.emplace_back();
    ColumnReducer reducer(piece, area.left, column);
    for (; i < count && std::isfinite(x[i]) && std::isfinite(y[i]); ++i)
      reducer.add(near_area(map.x(x[i]), area.left, area.right), near_area(map.y(y[i]), area.bottom, area.top));
    reducer.flush();
  }
  return pieces;
}

void draw_line(Canvas& canvas, const PanelMap& map, const LineSeries& line) {
  const Rgba color = series_color(canvas.style(), line);
  draw_band(canvas, map, line);
  std::vector<double> step_x, step_y;
  if (line.steps)
    as_steps(line, step_x, step_y);
  std::vector<Points> pieces =
      line_pieces(map, line.steps ? step_x : line.x, line.steps ? step_y : line.y, column_width(canvas));
  if (line.fill) {
    canvas.set_fill(with_alpha(color, fill_alpha));
    const double base = std::clamp(map.y(0.0), map.area().bottom, map.area().top);
    for (const Points& piece : pieces)
      if (piece.size() >= 4)
        fill_to(canvas, piece, base);
  }
  canvas.set_line(color, line.width_pt, line.dashed);
  for (Points& piece : pieces) {
    if (piece.size() == 2) // a value between two gaps is a dot, not nothing
      canvas.dots(piece, color, 1.5 * line.width_pt), canvas.set_line(color, line.width_pt, line.dashed);
    else
      canvas.polyline(piece);
  }
}

} // namespace striate
