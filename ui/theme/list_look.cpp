// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/list_look.h"

#include "ui/theme/field_look.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QStyleOption>

#include <algorithm>

namespace striate {

namespace {

constexpr int sign_px = 28, after_text_px = 24, arrow_px = 20, icon_px = 16, least_handle_px = 24;

} // namespace

QSize menu_item_size(const QStyleOptionMenuItem& item, QSize content) {
  if (item.menuItemType == QStyleOptionMenuItem::Separator)
    return {content.width(), 9};
  return {content.width() + sign_px + after_text_px + arrow_px, std::max(content.height() + 10, 26)};
}

void paint_menu_item(QPainter& painter, const QStyleOptionMenuItem& item, const ControlColors& colors) {
  const QRect row = item.rect;
  if (item.menuItemType == QStyleOptionMenuItem::Separator) {
    painter.fillRect(QRect(row.left() + 8, row.center().y(), row.width() - 16, 1), colors.surface.border);
    return;
  }
  const bool enabled = item.state & QStyle::State_Enabled, chosen = enabled && item.state & QStyle::State_Selected;
  const QColor text = chosen ? colors.on_fill : enabled ? colors.surface.text : colors.faint;
  const QColor quiet = chosen ? colors.on_fill : enabled ? colors.surface.quiet : colors.faint;
  painter.save();
  if (chosen)
    paint_card(painter, row, 4.0, colors.fill, {});
  const QRect sign(row.left() + (sign_px - icon_px) / 2, row.center().y() - icon_px / 2 + 1, icon_px, icon_px);
  if (item.checkType != QStyleOptionMenuItem::NotCheckable && item.checked)
    paint_check(painter, sign, text);
  else if (item.checkType == QStyleOptionMenuItem::NotCheckable && !item.icon.isNull())
    item.icon.paint(&painter, sign, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
  const QRect words = row.adjusted(sign_px, 0, -arrow_px, 0);
  constexpr int flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextShowMnemonic;
  const qsizetype tab = item.text.indexOf(u'\t');
  painter.setFont(item.font);
  painter.setPen(text);
  painter.drawText(words, flags | Qt::AlignLeft, tab < 0 ? item.text : item.text.left(tab));
  if (tab >= 0) {
    painter.setPen(quiet);
    painter.drawText(words, flags | Qt::AlignRight, item.text.mid(tab + 1));
  }
  if (item.menuItemType == QStyleOptionMenuItem::SubMenu)
    paint_chevron(painter, QRect(row.right() - arrow_px, row.top(), arrow_px, row.height()), Qt::RightArrow, quiet);
  painter.restore();
}

QRect scroll_handle(const QStyleOptionSlider& bar) {
  const bool upright = bar.orientation == Qt::Vertical;
  const int room = upright ? bar.rect.height() : bar.rect.width();
  const int range = bar.maximum - bar.minimum;
  if (range <= 0)
    return bar.rect;
  const auto share = static_cast<double>(bar.pageStep) / (static_cast<double>(range) + bar.pageStep);
  const int length = std::clamp(static_cast<int>(share * room), std::min(least_handle_px, room), room);
  const int at =
      QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, room - length, bar.upsideDown);
  return upright ? QRect(bar.rect.left(), bar.rect.top() + at, bar.rect.width(), length)
                 : QRect(bar.rect.left() + at, bar.rect.top(), length, bar.rect.height());
}

void paint_scroll_bar(QPainter& painter, const QStyleOptionSlider& bar, const ControlColors& colors) {
  if (bar.maximum <= bar.minimum)
    return;
  const bool hover = bar.state & QStyle::State_MouseOver;
  paint_card(painter, QRectF(scroll_handle(bar)).adjusted(1, 1, -1, -1), 4.0,
             hover ? colors.surface.quiet : colors.scroll, {});
}

void paint_tab_shape(QPainter& painter, const QStyleOptionTab& tab, const ControlColors& colors) {
  if (tab.state & QStyle::State_Selected)
    painter.fillRect(QRect(tab.rect.left(), tab.rect.bottom() - 1, tab.rect.width(), 2), colors.surface.accent);
}

void paint_header_section(QPainter& painter, const QStyleOptionHeader& header, const ControlColors& colors) {
  painter.fillRect(header.rect, colors.surface.panel);
  painter.fillRect(QRect(header.rect.left(), header.rect.bottom(), header.rect.width(), 1), colors.surface.border);
}

void paint_card(QPainter& painter, const QRectF& rect, double radius, const QColor& ground, const QColor& edge) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double inset = edge.isValid() ? 0.5 : 0.0;
  painter.setPen(edge.isValid() ? QPen(edge, 1.0) : QPen(Qt::NoPen));
  painter.setBrush(ground.isValid() ? QBrush(ground) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
  painter.restore();
}

} // namespace striate
