// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/marker_painter.h"

#include <QPen>
#include <QPolygonF>
#include <vtkRenderingCoreEnums.h>

#include <cmath>

namespace striate {

MarkerPainter::MarkerPainter(QPainter& painter, int shape, double size, bool raster)
    : painter_(painter), shape_(shape), size_(size), stamps_(false), scale_(painter.deviceTransform().m11()) {
  // Stamps are pixels of the target: they fit only where one unit of the scene is one pixel.
  stamps_ = raster && shape == VTK_MARKER_CIRCLE && std::abs(scale_ - 1.0) < 1e-6 && size < 64.0;
}

void MarkerPainter::set_color(const QColor& color) {
  if (color_ == color && color_.isValid())
    return;
  color_ = color;
  if (stamps_) {
    pictures_ = {};
  } else if (shape_ == VTK_MARKER_CIRCLE) { // a point of a round pen: the shortest way to say "dot" in PDF and SVG
    painter_.setPen(QPen(color, size_, Qt::SolidLine, Qt::RoundCap));
  } else if (shape_ == VTK_MARKER_CROSS || shape_ == VTK_MARKER_PLUS) {
    painter_.setPen(QPen(color, 0.2 * size_, Qt::SolidLine, Qt::FlatCap));
  } else {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(color);
  }
}

void MarkerPainter::draw(QPointF center, const QColor& color) {
  set_color(color);
  if (stamps_)
    stamp(center);
  else
    draw_shape(center);
}

void MarkerPainter::stamp(QPointF center) {
  const int edge = static_cast<int>(std::ceil(size_)) + 2; // room for the fraction of a pixel and the soft rim
  const double x = center.x() - 0.5 * edge, y = center.y() - 0.5 * edge;
  const auto quarter_x = static_cast<long>(std::floor(x * phases)),
             quarter_y = static_cast<long>(std::floor(y * phases));
  const long left = static_cast<long>(std::floor(x)), top = static_cast<long>(std::floor(y));
  const long phase_x = quarter_x - phases * left, phase_y = quarter_y - phases * top;
  QImage& picture = pictures_[static_cast<std::size_t>(phase_y * phases + phase_x)];
  if (picture.isNull()) {
    picture = QImage(edge + 1, edge + 1, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter inside(&picture);
    inside.setRenderHint(QPainter::Antialiasing);
    inside.setPen(Qt::NoPen);
    inside.setBrush(color_);
    const QPointF middle(0.5 * edge + (static_cast<double>(phase_x) + 0.5) / phases,
                         0.5 * edge + (static_cast<double>(phase_y) + 0.5) / phases);
    inside.drawEllipse(middle, 0.5 * size_, 0.5 * size_);
  }
  painter_.drawImage(QPointF(static_cast<double>(left), static_cast<double>(top)), picture);
}

void MarkerPainter::draw_shape(QPointF c) {
  const double r = 0.5 * size_;
  switch (shape_) {
  case VTK_MARKER_NONE:
    break;
  case VTK_MARKER_CIRCLE: // not quite a point: viewers drop lines of no length
    painter_.drawLine(c - QPointF(0.005 * size_, 0.0), c + QPointF(0.005 * size_, 0.0));
    break;
  case VTK_MARKER_CROSS:
    painter_.drawLine(c + QPointF(-r, -r), c + QPointF(r, r));
    painter_.drawLine(c + QPointF(-r, r), c + QPointF(r, -r));
    break;
  case VTK_MARKER_PLUS:
    painter_.drawLine(c + QPointF(-r, 0.0), c + QPointF(r, 0.0));
    painter_.drawLine(c + QPointF(0.0, -r), c + QPointF(0.0, r));
    break;
  case VTK_MARKER_DIAMOND:
    painter_.drawPolygon(
        QPolygonF{c + QPointF(0.0, -r), c + QPointF(r, 0.0), c + QPointF(0.0, r), c + QPointF(-r, 0.0)});
    break;
  default:
    painter_.drawRect(QRectF(c.x() - r, c.y() - r, size_, size_));
  }
}

} // namespace striate
