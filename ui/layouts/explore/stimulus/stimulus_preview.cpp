// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/stimulus_preview.h"

#include "ui/layouts/explore/stimulus/scene_image.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr int frame_ms = 33;
constexpr double corner_px = 4.0;
constexpr double half_height_sigmas = 1.17741; // sqrt(2 ln 2)

bool moves(const Scene& scene) {
  return scene.footage != nullptr ||
         std::ranges::any_of(scene.gratings, [](const GratingClock& grating) { return grating.omega_per_ms != 0.0; });
}

} // namespace

StimulusPreview::StimulusPreview(QWidget* parent) : QWidget(parent) {
  setObjectName("preview");
  setAccessibleName("Stimulus preview");
  setToolTip("<p>Stimulus: the visual field in degrees, x to the right and y up from its lower left corner. Dashed "
             "ellipse: field covered by the network's neurons. Circles: receptive fields of the LGN sample at half "
             "height, the selected unit emphasized.</p>");
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  next_paint_.setSingleShot(true);
  connect(&next_paint_, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void StimulusPreview::set_scene(const Scene& scene, double now_ms) {
  const bool moved = !(scene == scene_) || (now_ms != now_ms_ && moves(scene));
  scene_ = scene;
  now_ms_ = now_ms;
  if (!moved || !isVisible() || next_paint_.isActive())
    return;
  const qint64 wait = since_paint_.isValid() ? frame_ms - since_paint_.elapsed() : 0;
  next_paint_.start(static_cast<int>(std::clamp<qint64>(wait, 0, frame_ms)));
}

void StimulusPreview::set_field(QSizeF degrees) {
  field_ = degrees;
  update();
}

void StimulusPreview::set_receptive_fields(std::vector<LgnSubfield> fields) {
  if (fields == receptive_fields_)
    return;
  receptive_fields_ = std::move(fields);
  update();
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
  return {position.x() / width() * field_.width(), (1.0 - position.y() / height()) * field_.height()};
}

QPointF StimulusPreview::to_pixels(double x_deg, double y_deg) const {
  return {x_deg / field_.width() * width(), (1.0 - y_deg / field_.height()) * height()};
}

QString StimulusPreview::caption() const {
  if (!pointer_)
    return QString("%1° × %2°").arg(field_.width()).arg(field_.height());
  const QPointF at = to_degrees(*pointer_);
  const double seen = scene_.luminance(at.x(), at.y(), now_ms_);
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
  painter.drawImage(rect(), scene_image(scene_, now_ms_, field_, pixels));
  paint_marks(painter);
  paint_caption(painter);
}

void StimulusPreview::paint_outline(QPainter& painter, QPointF centre, double x_deg, double y_deg,
                                    const QPen& pen) const {
  const double x = x_deg / field_.width() * width(), y = y_deg / field_.height() * height();
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 110), pen.widthF() + 1.0)); // so that it is seen on white, too
  painter.drawEllipse(centre, x, y);
  painter.setPen(pen);
  painter.drawEllipse(centre, x, y);
}

void StimulusPreview::paint_marks(QPainter& painter) const {
  if (radius_um_ > 0.0) {
    QPen dashes(QColor(0xff, 0xd8, 0x5e), 1.4);
    dashes.setDashPattern({3.0, 2.2});
    paint_outline(painter, QRectF(rect()).center(), 0.07 * radius_um_, 0.04 * radius_um_, dashes);
  }
  for (std::size_t i = receptive_fields_.size(); i-- > 0;) { // the first one last, on top
    const LgnSubfield& field = receptive_fields_[i];
    const QPen pen(QColor(0x5e, 0xc8, 0xff, i == 0 ? 255 : 150), i == 0 ? 1.6 : 1.0);
    const double radius = half_height_sigmas * field.sigma_deg;
    paint_outline(painter, to_pixels(field.x_deg, field.y_deg), radius, radius, pen);
  }
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
