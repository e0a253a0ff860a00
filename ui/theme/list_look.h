// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/control_colors.h"

#include <QRect>
#include <QSize>

class QPainter;
class QStyle;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionTab;
class QWidget;

namespace striate {

/// Of a line in a menu whose text takes `content`.
QSize menu_item_size(const QStyleOptionMenuItem& item, QSize content);
void paint_menu_item(QPainter& painter, const QStyleOptionMenuItem& item, const ControlColors& colors);

/// Where the handle of a scroll bar is.
QRect scroll_handle(const QStyleOptionSlider& bar);
void paint_scroll_bar(QPainter& painter, const QStyleOptionSlider& bar, const ControlColors& colors);

/// The line that marks the tab in front; the text is the style's.
void paint_tab_shape(QPainter& painter, const QStyleOptionTab& tab, const ControlColors& colors);
void paint_header_section(QPainter& painter, const QStyleOptionHeader& header, const ControlColors& colors);

/// A rounded rectangle with an edge: cards, menus, tool tips.
void paint_card(QPainter& painter, const QRectF& rect, double radius, const QColor& ground, const QColor& edge);

} // namespace striate
