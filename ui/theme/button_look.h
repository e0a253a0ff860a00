// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/control_colors.h"

#include <QSize>

class QPainter;
class QStyleOption;
class QWidget;

namespace striate {

/// The kinds of buttons, found from the properties of the widget and of what it stands in:
/// "chip", "fold", "slim" (true); "role" "legend" or "status"; inside a widget whose "setting" is "view": small.
enum class ButtonKind { push, tool, chip, fold, slim, legend, status, small };
ButtonKind button_kind(const QWidget* button);
/// Of the nearest ancestor that has the property "setting": "view" or nothing.
bool stands_in_view(const QWidget* widget);

/// Of a button whose icon and text take `content`, in device-independent pixels.
QSize button_size(ButtonKind kind, QSize content);
struct ButtonColors {
  QColor ground, text, edge; ///< invalid: not painted
};
/// What state and "role" ("primary", "record", "segment-first", "segment", "segment-last") make of it.
ButtonColors button_colors(const QStyleOption& option, const QWidget* button, const ControlColors& colors);
void paint_button_ground(QPainter& painter, const QStyleOption& option, const QWidget* button,
                         const ControlColors& colors);

} // namespace striate
