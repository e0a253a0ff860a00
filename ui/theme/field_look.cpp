// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/field_look.h"

#include "ui/theme/button_look.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QVariant>

namespace striate {

namespace {

bool is_wrong(const QWidget* field) {
  return field && field->property("wrong").toBool();
}

/// Bare until the pointer or the focus is there.
bool is_bare(const QWidget* field) {
  return field && field->objectName() == "entry-direction";
}

} // namespace

QMargins field_margins(const QWidget* field) {
  return stands_in_view(field) ? QMargins(5, 2, 5, 2) : QMargins(6, 3, 6, 3);
}

int least_field_height(const QWidget* field) {
  return stands_in_view(field) || qobject_cast<const QLineEdit*>(field) ? 16 : 18;
}

void paint_field(QPainter& painter, const QStyleOption& option, const QWidget* field, const ControlColors& colors) {
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool focus = option.state & QStyle::State_HasFocus, hover = enabled && option.state & QStyle::State_MouseOver;
  const bool choice = qobject_cast<const QComboBox*>(field) != nullptr;
  QColor ground = choice && stands_in_view(field) ? colors.small_field : colors.field;
  QColor edge = colors.field_edge;
  if (!enabled)
    ground = colors.field_off;
  else if (is_wrong(field))
    edge = colors.surface.danger;
  else if (focus)
    edge = colors.surface.accent;
  else if (hover)
    edge = colors.surface.quiet;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);
  if (!is_bare(field) || focus)
    painter.fillPath(outline, ground);
  if (!is_bare(field) || focus || hover || is_wrong(field))
    painter.strokePath(outline, QPen(edge, 1.0));
  painter.restore();
}

QColor field_text(const QStyleOption& option, const QWidget* field, const ControlColors& colors) {
  return !(option.state & QStyle::State_Enabled) ? colors.faint
         : is_wrong(field)                       ? colors.danger_text
                                                 : colors.surface.text;
}

void paint_indicator(QPainter& painter, const QStyleOption& option, bool round, const ControlColors& colors) {
  const bool enabled = option.state & QStyle::State_Enabled, on = option.state & QStyle::State_On;
  const bool marked = option.state & (QStyle::State_HasFocus | QStyle::State_MouseOver);
  const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
  QColor ground = on ? colors.fill : colors.field;
  QColor edge = on || (enabled && marked) ? colors.surface.accent : colors.surface.quiet;
  if (!enabled) {
    ground = on ? colors.faint : colors.field_off;
    edge = colors.faint;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(edge, 1.0));
  painter.setBrush(ground);
  const double radius = round ? box.height() / 2.0 : 3.0;
  painter.drawRoundedRect(box, radius, radius);
  if (on && round) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.on_fill);
    painter.drawEllipse(box.center(), 2.4, 2.4);
  } else if (on)
    paint_check(painter, box, colors.on_fill);
  else if (option.state & QStyle::State_NoChange)
    painter.drawLine(QPointF(box.left() + 3.5, box.center().y()), QPointF(box.right() - 3.5, box.center().y()));
  painter.restore();
}

void paint_chevron(QPainter& painter, const QRect& rect, Qt::ArrowType to, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(QRectF(rect).center());
  painter.rotate(to == Qt::RightArrow ? -90.0 : to == Qt::LeftArrow ? 90.0 : to == Qt::UpArrow ? 180.0 : 0.0);
  painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(QPolygonF({{-3.0, -1.5}, {0.0, 1.5}, {3.0, -1.5}}));
  painter.restore();
}

void paint_check(QPainter& painter, const QRectF& box, const QColor& color) {
  const auto at = [&](double x, double y) {
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(QPolygonF({at(0.22, 0.53), at(0.43, 0.73), at(0.79, 0.30)}));
  painter.restore();
}

} // namespace striate
