// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/direction_dial.h"

#include "ui/controls/follow.h"
#include "ui/controls/parameter_menu.h"
#include "ui/controls/value_steps.h"
#include "ui/controls/value_text.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <cmath>
#include <numbers>

namespace striate {

namespace {

/// Point at `radius` from the centre in a direction, y up.
QPointF polar(const QRectF& circle, double radius, double degrees) {
  const double angle = degrees * std::numbers::pi / 180.0;
  return circle.center() + QPointF(radius * std::cos(angle), -radius * std::sin(angle));
}

} // namespace

DirectionDial::DirectionDial(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : QDial(parent), parameter_(parameter), editor_(editor) {
  setObjectName("dial");
  setAccessibleName(parameter_label(parameter));
  setToolTip(parameter_tooltip(parameter) +
             "<p>Drag or use the wheel; Shift: steps of 15°; double-click: default.</p>");
  setRange(0, static_cast<int>(parameter.max) - 1);
  setWrapping(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
  // only assistive technology moves the base class: our own edits come back with signals blocked
  connect(this, &QDial::valueChanged, this, &DirectionDial::edit);
  follow(editor_, parameter.key, this, [this] {
    const QSignalBlocker quiet(this);
    setValue(static_cast<int>(std::lround(current())) % static_cast<int>(parameter_.max));
    setAccessibleDescription(value_with_unit(parameter_, current()));
    update();
  });
}

void DirectionDial::set_colors(const SurfaceColors& colors) {
  colors_ = colors;
  update();
}

double DirectionDial::current() const {
  return editor_.parameters().number(parameter_.key);
}
void DirectionDial::edit(double degrees) {
  editor_.set(QString::fromStdString(parameter_.key), degrees);
}

QRectF DirectionDial::circle() const {
  const double side = std::min(width(), height()) - 6.0; // room for the focus ring
  return {(width() - side) / 2.0, (height() - side) / 2.0, side, side};
}

void DirectionDial::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF ring = circle();
  if (hasFocus() && isEnabled()) {
    QColor halo = colors_.accent;
    halo.setAlphaF(0.55F);
    painter.setPen(QPen(halo, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(ring.adjusted(-2, -2, 2, 2));
  }
  const bool lit = isEnabled() && (dragging_ || underMouse());
  QColor rim = lit ? colors_.text : colors_.quiet;
  rim.setAlphaF(isEnabled() ? (lit ? 0.7F : 0.6F) : 0.3F);
  painter.setPen(QPen(rim, 1.5));
  painter.setBrush(colors_.window);
  painter.drawEllipse(ring.adjusted(1, 1, -1, -1));
  paint_ticks(painter, ring);
  paint_needle(painter, ring);
}

void DirectionDial::paint_ticks(QPainter& painter, const QRectF& ring) const {
  const double radius = ring.width() / 2.0 - 1.0;
  QColor ink = colors_.quiet;
  ink.setAlphaF(isEnabled() ? 1.0F : 0.4F);
  for (int degrees = 0; degrees < 360; degrees += 45) {
    const bool cardinal = degrees % 90 == 0;
    painter.setPen(QPen(ink, cardinal ? 1.6 : 1.1));
    painter.drawLine(polar(ring, radius * (cardinal ? 0.84 : 0.89), degrees), polar(ring, radius, degrees));
  }
}

void DirectionDial::paint_needle(QPainter& painter, const QRectF& ring) const {
  const double radius = ring.width() / 2.0, angle = current();
  QColor ink = isEnabled() ? colors_.accent : colors_.quiet;
  ink.setAlphaF(isEnabled() ? 1.0F : 0.5F);
  painter.setPen(QPen(ink, std::max(2.5, radius * 0.075), Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(ring.center(), polar(ring, radius * 0.56, angle));
  painter.setPen(QPen(ink, 1.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(ink);
  painter.drawPolygon(QPolygonF{polar(ring, radius * 0.78, angle), polar(ring, radius * 0.55, angle + 14.0),
                                polar(ring, radius * 0.55, angle - 14.0)});
  painter.setPen(Qt::NoPen);
  painter.setBrush(isEnabled() ? colors_.text : colors_.quiet);
  painter.drawEllipse(ring.center(), radius * 0.085, radius * 0.085);
}

void DirectionDial::point_at(const QMouseEvent& event) {
  const QPointF from_centre = event.position() - circle().center();
  if (std::hypot(from_centre.x(), from_centre.y()) < 4.0)
    return; // no direction this close to the centre
  const double degrees = std::atan2(-from_centre.y(), from_centre.x()) * 180.0 / std::numbers::pi;
  const double grid = event.modifiers() & Qt::ShiftModifier ? 15.0 : 1.0;
  edit(std::round(degrees / grid) * grid);
}

void DirectionDial::mousePressEvent(QMouseEvent* event) {
  dragging_ = event->button() == Qt::LeftButton;
  event->setAccepted(dragging_);
  if (dragging_)
    point_at(*event);
  update();
}

void DirectionDial::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_)
    point_at(*event);
}

void DirectionDial::mouseReleaseEvent(QMouseEvent*) {
  dragging_ = false;
  update();
}

void DirectionDial::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton)
    edit(parameter_.default_number);
}

void DirectionDial::wheelEvent(QWheelEvent* event) {
  const auto modifiers = event->modifiers();
  const double notch = modifiers & Qt::ShiftModifier ? 15.0 : modifiers & Qt::ControlModifier ? 1.0 : 5.0;
  const int turned = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  edit(std::round((current() + notch * turned / 120.0) * 10.0) / 10.0);
  event->accept();
}

void DirectionDial::keyPressEvent(QKeyEvent* event) {
  if (const double steps = steps_of_key(parameter_, *event, true); steps != 0.0)
    edit(step_value(parameter_, current(), steps));
  else if (event->key() == Qt::Key_Home)
    edit(parameter_.default_number);
  else
    QWidget::keyPressEvent(event);
}

void DirectionDial::contextMenuEvent(QContextMenuEvent* event) {
  show_parameter_menu(parameter_, editor_, this, event->globalPos());
}

} // namespace striate
