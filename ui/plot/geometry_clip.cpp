// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/geometry_clip.h"

#include <algorithm>
#include <utility>

namespace striate {
namespace {

/// Shortens a segment to the window; false when nothing is left.
bool clip_segment(QPointF& a, QPointF& b, const QRectF& window) {
  const QPointF d = b - a;
  double enter = 0.0, leave = 1.0;
  const std::pair<double, double> edges[4] = {{-d.x(), a.x() - window.left()},
                                              {d.x(), window.right() - a.x()},
                                              {-d.y(), a.y() - window.top()},
                                              {d.y(), window.bottom() - a.y()}};
  for (const auto& [p, q] : edges) {
    if (p == 0.0) {
      if (q < 0.0)
        return false;
    } else if (p < 0.0) {
      enter = std::max(enter, q / p);
    } else {
      leave = std::min(leave, q / p);
    }
  }
  if (enter > leave)
    return false;
  const QPointF start = a;
  a = start + enter * d;
  b = start + leave * d;
  return true;
}

/// Keeps what lies where signed_distance is not negative; the edge is crossed at the linear zero of the distance.
template <class Distance>
QPolygonF clip_half_plane(const QPolygonF& polygon, Distance signed_distance) {
  QPolygonF result;
  for (qsizetype i = 0; i < polygon.size(); ++i) {
    const QPointF a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double da = signed_distance(a), db = signed_distance(b);
    if (da >= 0.0)
      result << a;
    if ((da >= 0.0) != (db >= 0.0))
      result << a + (b - a) * (da / (da - db));
  }
  return result;
}

} // namespace

std::vector<QPolygonF> clip_polyline(const QPolygonF& line, const QRectF& window) {
  std::vector<QPolygonF> parts;
  for (qsizetype i = 0; i + 1 < line.size(); ++i) {
    QPointF a = line[i], b = line[i + 1];
    if (!clip_segment(a, b, window))
      continue;
    if (parts.empty() || parts.back().last() != a)
      parts.push_back(QPolygonF{a});
    parts.back() << b;
  }
  return parts;
}

QPolygonF clip_polygon(const QPolygonF& polygon, const QRectF& window) {
  QPolygonF part = clip_half_plane(polygon, [&](QPointF p) { return p.x() - window.left(); });
  part = clip_half_plane(part, [&](QPointF p) { return window.right() - p.x(); });
  part = clip_half_plane(part, [&](QPointF p) { return p.y() - window.top(); });
  return clip_half_plane(part, [&](QPointF p) { return window.bottom() - p.y(); });
}

} // namespace striate
