#include "ui/views/raster_overlay.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <utility>

namespace striate {

RasterOverlay::RasterOverlay(QWidget* plot) : QWidget(plot) {
  setObjectName(QStringLiteral("raster-overlay"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
}

void RasterOverlay::set_theme(Theme theme) {
  theme_ = theme;
  update();
}

void RasterOverlay::set_area(const QRectF& area) {
  if (area_ == area)
    return;
  area_ = area;
  update();
}

void RasterOverlay::set_selected_y(std::optional<double> y) {
  if (selected_y_ == y)
    return;
  selected_y_ = y;
  update();
}

void RasterOverlay::set_ring(std::optional<QPointF> ring) {
  if (ring_ == ring)
    return;
  ring_ = ring;
  update();
}

void RasterOverlay::set_others(std::vector<Rows> others, double left) {
  if (others_ == others && others_left_ == left)
    return;
  others_ = std::move(others);
  others_left_ = left;
  update();
}

void RasterOverlay::paintEvent(QPaintEvent*) {
  const SurfaceColors colors = surface_colors(theme_);
  QPainter painter(this);
  QColor veil = colors.panel;
  veil.setAlpha(200);
  for (const Rows& rows : others_)
    painter.fillRect(QRectF(QPointF(others_left_, rows.top), QPointF(area_.right(), rows.bottom)), veil);
  painter.setRenderHint(QPainter::Antialiasing);
  if (selected_y_) {
    const double y = *selected_y_;
    QColor line = colors.accent;
    line.setAlpha(110);
    painter.setPen(QPen(line, 1.0));
    painter.drawLine(QPointF(area_.left(), y), QPointF(area_.right(), y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawPolygon(QPolygonF{{area_.left(), y - 5.0}, {area_.left() + 8.0, y}, {area_.left(), y + 5.0}});
    painter.drawPolygon(QPolygonF{{area_.right(), y - 5.0}, {area_.right() - 8.0, y}, {area_.right(), y + 5.0}});
  }
  if (ring_) {
    painter.setPen(QPen(colors.text, 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(*ring_, 5.0, 5.0);
  }
}

} // namespace striate
