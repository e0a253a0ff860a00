// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/control_colors.h"

#include <QMargins>
#include <QRect>

class QPainter;
class QStyleOption;
class QWidget;

namespace striate {

/// Room between the edge of a field (line edit, spin box, combo box) and its text, edge included.
QMargins field_margins(const QWidget* field);
/// Of the text alone.
int least_field_height(const QWidget* field);
/// Line edits, spin boxes and combo boxes: the property "wrong" marks what cannot be taken; the entry of the direction
/// shows its edges under the pointer only.
void paint_field(QPainter& painter, const QStyleOption& option, const QWidget* field, const ControlColors& colors);
QColor field_text(const QStyleOption& option, const QWidget* field, const ControlColors& colors);

/// The box of a check box or, round, of a radio button.
void paint_indicator(QPainter& painter, const QStyleOption& option, bool round, const ControlColors& colors);
/// The sign of a choice.
void paint_chevron(QPainter& painter, const QRect& rect, Qt::ArrowType to, const QColor& color);
void paint_check(QPainter& painter, const QRectF& box, const QColor& color);

} // namespace striate
