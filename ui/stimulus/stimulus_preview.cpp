#include "ui/stimulus/stimulus_preview.h"

#include "ui/stimulus/grating_image.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr int frame_ms = 33;
constexpr double corner_px = 4.0;

} // namespace

StimulusPreview::StimulusPreview(QWidget* parent) : QWidget(parent) {
  setObjectName("preview");
  setAccessibleName("Stimulus preview");
  setToolTip("<p>What the retina sees: 120° × 80° of the visual field, y up. The dashed ellipse is the part the "
             "network's neurons look at.</p>");
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  next_paint_.setSingleShot(true);
  connect(&next_paint_, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void StimulusPreview::set_clock(const GratingClock& grating, double now_ms) {
  const bool moved = grating != grating_ || (now_ms != now_ms_ && grating.omega_per_ms != 0.0);
  grating_ = grating;
  now_ms_ = now_ms;
  if (!moved || !isVisible() || next_paint_.isActive())
    return;
  const qint64 wait = since_paint_.isValid() ? frame_ms - since_paint_.elapsed() : 0;
  next_paint_.start(static_cast<int>(std::clamp<qint64>(wait, 0, frame_ms)));
}

void StimulusPreview::set_network_radius(double um) {
  radius_um_ = um;
  update();
}

void StimulusPreview::set_colors(const SurfaceColors& colors) {
  colors_ = colors;
  update();
}

QPointF StimulusPreview::to_degrees(QPointF position) const {
  return {position.x() / width() * field_width_deg, (1.0 - position.y() / height()) * field_height_deg};
}

QString StimulusPreview::caption() const {
  if (!pointer_)
    return QString("%1° × %2°").arg(field_width_deg).arg(field_height_deg);
  const QPointF at = to_degrees(*pointer_);
  const double seen = grating_.luminance(at.x(), at.y(), now_ms_);
  return QString("%1°, %2°  %3%4")
      .arg(at.x(), 0, 'f', 0)
      .arg(at.y(), 0, 'f', 0)
      .arg(seen < 0.0 ? "−" : "+")
      .arg(std::abs(seen), 0, 'f', 2);
}

void StimulusPreview::paintEvent(QPaintEvent*) {
  since_paint_.restart();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  QPainterPath frame;
  frame.addRoundedRect(QRectF(rect()), corner_px, corner_px);
  painter.setClipPath(frame);
  const QSize pixels = (QSizeF(size()) * devicePixelRatioF()).toSize().expandedTo({1, 1}).boundedTo({480, 320});
  painter.drawImage(rect(), grating_image(grating_, now_ms_, pixels));
  paint_patch(painter);
  paint_caption(painter);
}

void StimulusPreview::paint_patch(QPainter& painter) const {
  if (radius_um_ <= 0.0)
    return;
  const double x = 0.07 * radius_um_ * width() / field_width_deg, y = 0.04 * radius_um_ * height() / field_height_deg;
  const QPointF centre = QRectF(rect()).center();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 110), 2.4)); // so that the dashes are seen on white bars, too
  painter.drawEllipse(centre, x, y);
  QPen dashes(QColor(0xff, 0xd8, 0x5e), 1.4);
  dashes.setDashPattern({3.0, 2.2});
  painter.setPen(dashes);
  painter.drawEllipse(centre, x, y);
}

void StimulusPreview::paint_caption(QPainter& painter) const {
  QFont small = font();
  small.setPixelSize(std::max(9, fontInfo().pixelSize() - 3));
  painter.setFont(small);
  const QString text = caption();
  const QFontMetrics metrics(small);
  const QRectF box(5.0, height() - metrics.height() - 7.0, metrics.horizontalAdvance(text) + 10.0,
                   metrics.height() + 2.0);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(12, 15, 20, 190)); // on the picture, so the same in both themes
  painter.drawRoundedRect(box, 3.0, 3.0);
  painter.setPen(QColor(0xe6, 0xea, 0xf0));
  painter.drawText(box, Qt::AlignCenter, text);
}

void StimulusPreview::mouseMoveEvent(QMouseEvent* event) {
  pointer_ = event->position();
  update();
}

void StimulusPreview::leaveEvent(QEvent*) {
  pointer_.reset();
  update();
}

} // namespace striate
