// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_overlay.h"

#include "ui/plot/plot_font.h"
#include "ui/plot/plot_style.h"
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

void RasterOverlay::set_others(std::vector<Rows> others, std::vector<Label> labels) {
  if (others_ == others && labels_ == labels)
    return;
  others_ = std::move(others);
  labels_ = std::move(labels);
  update();
}

// The labels are drawn again: they are what the next click goes to.
void RasterOverlay::draw_others(QPainter& painter) const {
  const SurfaceColors colors = surface_colors(theme_);
  QColor veil = colors.panel;
  veil.setAlpha(200);
  for (const Rows& rows : others_)
    painter.fillRect(QRectF(QPointF(area_.left(), rows.top), QPointF(area_.right(), rows.bottom)), veil);
  const PlotStyle style{.theme = theme_, .dpi = static_cast<double>(logicalDpiY())};
  painter.setFont(plot_font(style.text_px(TextRole::title), true));
  for (const Label& label : labels_) {
    painter.fillRect(label.area, veil);
    painter.setPen(label.highlighted ? colors.text : colors.quiet);
    painter.drawText(label.area, Qt::AlignCenter | Qt::TextDontClip, label.text);
  }
}

void RasterOverlay::paintEvent(QPaintEvent*) {
  const SurfaceColors colors = surface_colors(theme_);
  QPainter painter(this);
  if (!others_.empty())
    draw_others(painter);
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
