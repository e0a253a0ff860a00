// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/value_slider.h"

#include "ui/controls/follow.h"
#include "ui/controls/parameter_menu.h"
#include "ui/controls/value_steps.h"
#include "ui/controls/value_text.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <cmath>

namespace striate {

namespace {

constexpr int positions = 1000;
constexpr double handle_radius = 6.5;

} // namespace

ValueSlider::ValueSlider(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), parameter_(parameter), editor_(editor), scale_(parameter) {
  setObjectName("slider-" + QString::fromStdString(parameter.key));
  setAccessibleName(parameter_label(parameter));
  setToolTip(parameter_tooltip(parameter));
  setRange(0, positions);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  // only assistive technology moves the base class: our own edits come back with signals blocked
  connect(this, &QSlider::valueChanged, this, [this](int at) { edit(scale_.value(at / double(positions))); });
  follow(editor_, parameter.key, this, [this] {
    const QSignalBlocker quiet(this);
    setValue(static_cast<int>(std::lround(scale_.position(current()) * positions)));
    setAccessibleDescription(value_with_unit(parameter_, current()));
    update();
  });
}

void ValueSlider::set_colors(const SurfaceColors& colors) {
  colors_ = colors;
  update();
}

double ValueSlider::current() const {
  return editor_.parameters().number(parameter_.key);
}
void ValueSlider::edit(double value) {
  editor_.set(QString::fromStdString(parameter_.key), value);
}

double ValueSlider::handle_x(double value) const {
  const double margin = handle_radius + 1.5;
  return margin + scale_.position(value) * (width() - 2.0 * margin);
}

void ValueSlider::drag_to(double x) {
  const double margin = handle_radius + 1.5;
  edit(scale_.value((x - margin) / (width() - 2.0 * margin)));
}

QSize ValueSlider::sizeHint() const {
  return {110, 22};
}
QSize ValueSlider::minimumSizeHint() const {
  return {40, 22};
}

void ValueSlider::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const double y = height() / 2.0, x = handle_x(current());
  const QRectF groove(2.0, y - 2.0, width() - 4.0, 4.0);
  painter.setBrush(colors_.border);
  painter.drawRoundedRect(groove, 2.0, 2.0);
  painter.setBrush(isEnabled() ? colors_.accent : colors_.quiet);
  painter.setOpacity(isEnabled() ? 1.0 : 0.4);
  painter.drawRoundedRect(QRectF(groove.topLeft(), QPointF(x, groove.bottom())), 2.0, 2.0);
  painter.setOpacity(1.0);

  const bool lit = isEnabled() && (dragging_ || underMouse());
  if (hasFocus() && isEnabled()) {
    painter.setPen(QPen(colors_.accent, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(x, y), handle_radius + 1.0, handle_radius + 1.0);
  }
  const bool dark = colors_.panel.lightness() < 128;
  const QColor handle = dark ? colors_.text : QColor(Qt::white);
  painter.setPen(dark ? QPen(Qt::NoPen) : QPen(isEnabled() ? colors_.accent : colors_.border, 1.5));
  painter.setBrush(isEnabled() ? (lit && dark ? handle.lighter(115) : handle) : (dark ? colors_.quiet : handle));
  painter.drawEllipse(QPointF(x, y), handle_radius - (lit ? 0.0 : 0.5), handle_radius - (lit ? 0.0 : 0.5));
}

void ValueSlider::mousePressEvent(QMouseEvent* event) {
  dragging_ = event->button() == Qt::LeftButton;
  event->setAccepted(dragging_);
  if (!dragging_)
    return;
  // a press on the handle must not move it
  if (std::abs(event->position().x() - handle_x(current())) > handle_radius)
    drag_to(event->position().x());
  update();
}

void ValueSlider::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_)
    drag_to(event->position().x());
}

void ValueSlider::mouseReleaseEvent(QMouseEvent*) {
  dragging_ = false;
  update();
}

void ValueSlider::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton)
    edit(parameter_.default_number);
}

void ValueSlider::wheelEvent(QWheelEvent* event) {
  // without the focus the wheel belongs to the panel around, so scrolling it never changes the stimulus
  if (!hasFocus())
    return event->ignore();
  edit(step_value(parameter_, current(), event->angleDelta().y() / 120.0));
  event->accept();
}

void ValueSlider::keyPressEvent(QKeyEvent* event) {
  if (const double steps = steps_of_key(parameter_, *event, true); steps != 0.0)
    edit(step_value(parameter_, current(), steps));
  else if (event->key() == Qt::Key_Home)
    edit(parameter_.min);
  else if (event->key() == Qt::Key_End)
    edit(scale_.max());
  else
    QWidget::keyPressEvent(event);
}

void ValueSlider::contextMenuEvent(QContextMenuEvent* event) {
  show_parameter_menu(parameter_, editor_, this, event->globalPos());
}

} // namespace striate
