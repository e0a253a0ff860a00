// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/button_look.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QToolButton>
#include <QVariant>

#include <algorithm>

namespace striate {

namespace {

struct Shape {
  int pad_x, pad_y, least_height, edge;
  double radius;
};

Shape shape_of(ButtonKind kind) {
  switch (kind) {
  case ButtonKind::push:
    return {12, 5, 18, 1, 5.0};
  case ButtonKind::tool:
    return {8, 5, 18, 1, 5.0};
  case ButtonKind::chip:
    return {9, 2, 16, 1, 11.0};
  case ButtonKind::fold:
    return {2, 2, 18, 1, 4.0};
  case ButtonKind::slim:
    return {9, 0, 0, 1, 5.0};
  case ButtonKind::legend:
    return {5, 2, 14, 0, 4.0};
  case ButtonKind::status:
    return {4, 1, 0, 0, 4.0};
  case ButtonKind::small:
    break;
  }
  return {7, 2, 16, 0, 4.0};
}

QString role_of(const QWidget* widget) {
  return widget ? widget->property("role").toString() : QString();
}

bool is(const QWidget* widget, const char* property) {
  return widget && widget->property(property).toBool();
}

/// Corners are square where the next member of a row begins.
QPainterPath outline(const QRectF& rect, double radius, const QString& role) {
  QPainterPath path;
  path.setFillRule(Qt::WindingFill);
  if (role == "segment") {
    path.addRect(rect);
    return path;
  }
  path.addRoundedRect(rect, radius, radius);
  if (role == "segment-first")
    path.addRect(rect.adjusted(rect.width() - radius, 0, 0, 0));
  else if (role == "segment-last")
    path.addRect(rect.adjusted(0, 0, radius - rect.width(), 0));
  return path.simplified();
}

struct State {
  explicit State(const QStyleOption& option)
      : enabled(option.state & QStyle::State_Enabled), hover(enabled && option.state & QStyle::State_MouseOver),
        down(option.state & QStyle::State_Sunken), on(option.state & QStyle::State_On),
        focus(option.state & QStyle::State_HasFocus) {}
  bool enabled, hover, down, on, focus;
};

QColor usual_ground(const State& state, const ControlColors& colors) {
  return state.down ? colors.surface.border : state.hover || state.on ? colors.hover : colors.surface.raised;
}

ButtonColors loud_colors(const State& state, const ControlColors& c) {
  if (!state.enabled)
    return {c.surface.raised, c.faint, {}};
  return {state.hover || state.down ? c.fill_hover : c.fill, c.on_fill, state.focus ? c.strong : QColor()};
}

ButtonColors chip_colors(const QWidget* button, const State& state, const ControlColors& c) {
  const bool quiet = button->objectName() == "preset-save";
  const QColor text = quiet && !state.hover ? c.surface.quiet : c.surface.text;
  if (!state.enabled)
    return {{}, c.faint, c.surface.border};
  QColor ground = quiet ? QColor() : state.down ? c.surface.border : c.surface.raised;
  QColor edge = quiet ? c.surface.border : QColor();
  if (state.on) {
    ground = c.surface.accent;
    ground.setAlphaF(0.18f);
    edge = c.surface.accent;
  }
  if (state.focus)
    edge = c.surface.accent;
  else if (state.hover && !state.on)
    edge = c.surface.quiet;
  return {ground, text, edge};
}

ButtonColors legend_colors(const QWidget* button, const State& state, const ControlColors& c) {
  const bool quiet = is(button, "other") && !state.on;
  return {state.hover || state.on ? c.hover : QColor(), quiet ? c.surface.quiet : c.surface.text,
          state.focus ? c.surface.accent : QColor()};
}

} // namespace

bool stands_in_view(const QWidget* widget) {
  for (; widget; widget = widget->isWindow() ? nullptr : widget->parentWidget())
    if (const QVariant setting = widget->property("setting"); setting.isValid())
      return setting.toString() == "view";
  return false;
}

ButtonKind button_kind(const QWidget* button) {
  const QString role = role_of(button);
  return is(button, "chip")                         ? ButtonKind::chip
         : is(button, "fold")                       ? ButtonKind::fold
         : is(button, "slim")                       ? ButtonKind::slim
         : role == "legend"                         ? ButtonKind::legend
         : role == "status"                         ? ButtonKind::status
         : stands_in_view(button)                   ? ButtonKind::small
         : qobject_cast<const QToolButton*>(button) ? ButtonKind::tool
                                                    : ButtonKind::push;
}

QSize button_size(ButtonKind kind, QSize content) {
  const Shape shape = shape_of(kind);
  const int edges = 2 * shape.edge;
  return {content.width() + 2 * shape.pad_x + edges,
          std::max(content.height(), shape.least_height) + 2 * shape.pad_y + edges};
}

ButtonColors button_colors(const QStyleOption& option, const QWidget* button, const ControlColors& c) {
  const State state(option);
  const ButtonKind kind = button_kind(button);
  const QString role = role_of(button);
  const QColor focus = state.focus ? c.surface.accent : QColor();
  if (role == "primary" || (button && button->objectName() == "back-to-live"))
    return loud_colors(state, c);
  if (role == "record" && state.enabled)
    return {state.on ? c.danger_fill : c.danger_ground, state.on ? c.on_fill : c.danger_text, focus};
  if (kind == ButtonKind::chip)
    return chip_colors(button, state, c);
  if (kind == ButtonKind::legend)
    return legend_colors(button, state, c);
  if (kind == ButtonKind::status)
    return {state.hover ? c.surface.raised : QColor(), state.hover ? c.surface.text : c.surface.quiet, focus};
  if (kind == ButtonKind::fold)
    return {state.hover ? c.surface.raised : QColor(), c.surface.text, focus};
  if (!state.enabled)
    return {c.surface.panel, c.faint, {}};
  if (role.startsWith("segment"))
    return {state.on ? c.selected : usual_ground(state, c), state.on ? c.strong : c.surface.text, focus};
  if (kind == ButtonKind::small && state.on)
    return {c.fill, c.on_fill, focus};
  return {usual_ground(state, c), state.on ? c.strong : c.surface.text, focus};
}

void paint_button_ground(QPainter& painter, const QStyleOption& option, const QWidget* button,
                         const ControlColors& colors) {
  const ButtonColors look = button_colors(option, button, colors);
  const Shape shape = shape_of(button_kind(button));
  const QRectF rect(option.rect);
  const double radius = std::min(shape.radius, rect.height() / 2.0);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (look.ground.isValid())
    painter.fillPath(outline(rect, radius, role_of(button)), look.ground);
  if (look.edge.isValid())
    painter.strokePath(outline(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, role_of(button)), QPen(look.edge, 1.0));
  painter.restore();
}

} // namespace striate
