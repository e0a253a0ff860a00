// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/raster_line.h"

#include <QList>
#include <QPen>

#include <algorithm>

namespace striate {
namespace {

constexpr qsizetype short_line = 16;
constexpr double hairline = 1.01, thin = 3.0; ///< pixels

void draw_segments(QPainter& painter, const QPolygonF& line) {
  QList<QLineF> segments;
  segments.reserve(line.size());
  for (qsizetype i = 0; i + 1 < line.size(); ++i)
    segments.emplace_back(line[i], line[i + 1]);
  painter.drawLines(segments);
}

void draw_pieces(QPainter& painter, const QPolygonF& line) {
  for (qsizetype i = 0; i + 1 < line.size(); i += short_line)
    painter.drawPolyline(line.constData() + i, static_cast<int>(std::min(short_line + 1, line.size() - i)));
}

} // namespace

void stroke_raster_line(QPainter& painter, const QPolygonF& line) {
  QPen pen = painter.pen();
  const bool pieces = line.size() > short_line && pen.style() == Qt::SolidLine && pen.color().alpha() == 255 &&
                      pen.widthF() > hairline; // hairlines have a fast path of their own
  if (!pieces) {
    painter.drawPolyline(line);
    return;
  }
  pen.setCapStyle(pen.widthF() <= thin ? Qt::SquareCap : Qt::RoundCap); // closes the joints
  painter.setPen(pen);
  if (pen.widthF() <= thin)
    draw_segments(painter, line);
  else
    draw_pieces(painter, line);
}

} // namespace striate
