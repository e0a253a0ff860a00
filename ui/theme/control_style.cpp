// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/control_style.h"

#include "ui/theme/button_look.h"
#include "ui/theme/field_look.h"
#include "ui/theme/label_look.h"
#include "ui/theme/list_look.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QVariant>

namespace striate {

namespace {

constexpr int chevron_px = 18;

/// The line edit of a spin box or of a combo box: they paint the field.
bool is_inner(const QWidget* entry) {
  return entry && (qobject_cast<const QAbstractSpinBox*>(entry->parentWidget()) ||
                   qobject_cast<const QComboBox*>(entry->parentWidget()));
}

template <typename Option>
Option with_text(const Option& option, const QColor& color) {
  Option result = option;
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::ButtonText, QPalette::Text})
    result.palette.setColor(role, color);
  return result;
}

template <typename Option>
const Option& as(const QStyleOption* option) {
  return *static_cast<const Option*>(option);
}

} // namespace

QPalette palette_of(const ControlColors& c) {
  const SurfaceColors& s = c.surface;
  QPalette palette;
  const std::pair<QPalette::ColorRole, QColor> colors[] = {{QPalette::Window, s.window},
                                                           {QPalette::WindowText, s.text},
                                                           {QPalette::Base, s.panel},
                                                           {QPalette::AlternateBase, s.raised},
                                                           {QPalette::Text, s.text},
                                                           {QPalette::PlaceholderText, s.quiet},
                                                           {QPalette::Button, s.raised},
                                                           {QPalette::ButtonText, s.text},
                                                           {QPalette::BrightText, c.danger_text},
                                                           {QPalette::ToolTipBase, s.raised},
                                                           {QPalette::ToolTipText, s.text},
                                                           {QPalette::Highlight, c.fill},
                                                           {QPalette::HighlightedText, c.on_fill},
                                                           {QPalette::Link, s.accent},
                                                           {QPalette::LinkVisited, s.accent},
                                                           {QPalette::Light, c.hover},
                                                           {QPalette::Midlight, c.hover},
                                                           {QPalette::Mid, s.border},
                                                           {QPalette::Dark, s.border},
                                                           {QPalette::Shadow, s.window}};
  for (const auto& [role, color] : colors)
    palette.setColor(role, color);
  for (const QPalette::ColorRole role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText, QPalette::BrightText})
    palette.setColor(QPalette::Disabled, role, c.faint);
  return palette;
}

ControlStyle::ControlStyle(Theme theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), theme_(theme), colors_(control_colors(theme)) {}

void ControlStyle::set_theme(Theme theme) {
  theme_ = theme;
  colors_ = control_colors(theme);
}

void ControlStyle::polish(QPalette& palette) {
  palette = palette_of(colors_);
}

QPalette ControlStyle::standardPalette() const {
  return palette_of(colors_);
}

void ControlStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  give_look(*widget);
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
  const SurfaceColors& surface = colors_.surface;
  switch (element) {
  case PE_FrameFocusRect: // edges tell of the focus
  case PE_FrameLineEdit:
  case PE_FrameStatusBarItem:
  case PE_PanelStatusBar:
  case PE_FrameTabBarBase:
    return;
  case PE_PanelButtonCommand:
  case PE_PanelButtonTool:
    return paint_button_ground(*painter, *option, widget, colors_);
  case PE_PanelLineEdit:
    if (!is_inner(widget) && as<QStyleOptionFrame>(option).lineWidth > 0)
      paint_field(*painter, *option, widget, colors_);
    return;
  case PE_IndicatorCheckBox:
  case PE_IndicatorItemViewItemCheck:
  case PE_IndicatorRadioButton:
    return paint_indicator(*painter, *option, element == PE_IndicatorRadioButton, colors_);
  case PE_PanelMenu:
    return painter->fillRect(option->rect, surface.panel);
  case PE_FrameMenu:
    return paint_card(*painter, option->rect, 0.0, {}, surface.border);
  case PE_PanelTipLabel:
    return paint_card(*painter, option->rect, 0.0, surface.raised, surface.border);
  case PE_Frame: {
    const QString role = widget ? widget->property("role").toString() : QString();
    const QColor ground = role == "keycap" ? surface.raised : role == "picture" ? surface.window : QColor();
    return paint_card(*painter, option->rect, 4.0, ground, surface.border);
  }
  case PE_IndicatorDockWidgetResizeHandle:
    if (option->state & State_MouseOver)
      painter->fillRect(option->rect, surface.border);
    return;
  case PE_IndicatorArrowDown:
  case PE_IndicatorArrowUp:
  case PE_IndicatorArrowLeft:
  case PE_IndicatorArrowRight: {
    const Qt::ArrowType to = element == PE_IndicatorArrowRight  ? Qt::RightArrow
                             : element == PE_IndicatorArrowLeft ? Qt::LeftArrow
                             : element == PE_IndicatorArrowUp   ? Qt::UpArrow
                                                                : Qt::DownArrow;
    return paint_chevron(*painter, option->rect, to, option->state & State_Enabled ? surface.text : colors_.faint);
  }
  default:
    QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void ControlStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
  const SurfaceColors& surface = colors_.surface;
  switch (element) {
  case CE_PushButtonBevel:
    return paint_button_ground(*painter, *option, widget, colors_);
  case CE_PushButtonLabel: {
    const auto button = with_text(as<QStyleOptionButton>(option), button_colors(*option, widget, colors_).text);
    return QProxyStyle::drawControl(element, &button, painter, widget);
  }
  case CE_ComboBoxLabel: {
    const auto box = with_text(as<QStyleOptionComboBox>(option), field_text(*option, widget, colors_));
    return QProxyStyle::drawControl(element, &box, painter, widget);
  }
  case CE_MenuItem:
    return paint_menu_item(*painter, as<QStyleOptionMenuItem>(option), colors_);
  case CE_TabBarTabShape:
    return paint_tab_shape(*painter, as<QStyleOptionTab>(option), colors_);
  case CE_TabBarTabLabel: {
    const auto tab = with_text(as<QStyleOptionTab>(option), option->state & State_Selected    ? colors_.strong
                                                            : option->state & State_MouseOver ? surface.text
                                                                                              : surface.quiet);
    return QProxyStyle::drawControl(element, &tab, painter, widget);
  }
  case CE_HeaderSection:
    return paint_header_section(*painter, as<QStyleOptionHeader>(option), colors_);
  case CE_HeaderEmptyArea:
    return painter->fillRect(option->rect, surface.panel);
  case CE_HeaderLabel: {
    const auto header = with_text(as<QStyleOptionHeader>(option), surface.quiet);
    return QProxyStyle::drawControl(element, &header, painter, widget);
  }
  case CE_ProgressBarGroove:
    return paint_card(*painter, option->rect, 3.0, surface.raised, {});
  case CE_ProgressBarContents: {
    const auto& bar = as<QStyleOptionProgressBar>(option);
    const double share = bar.maximum > bar.minimum ? static_cast<double>(bar.progress - bar.minimum) /
                                                         static_cast<double>(bar.maximum - bar.minimum)
                                                   : 1.0; // how far is not known
    QRectF done(bar.rect);
    done.setWidth(done.width() * share);
    if (done.width() >= 1.0)
      paint_card(*painter, done, 3.0, surface.accent, {});
    return;
  }
  case CE_ProgressBarLabel:
    return;
  default:
    QProxyStyle::drawControl(element, option, painter, widget);
  }
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const {
  switch (control) {
  case CC_ToolButton: {
    paint_button_ground(*painter, *option, widget, colors_);
    const auto button = with_text(as<QStyleOptionToolButton>(option), button_colors(*option, widget, colors_).text);
    return QProxyStyle::drawControl(CE_ToolButtonLabel, &button, painter, widget);
  }
  case CC_ComboBox:
    paint_field(*painter, *option, widget, colors_);
    return paint_chevron(*painter, subControlRect(control, option, SC_ComboBoxArrow, widget), Qt::DownArrow,
                         option->state & State_Enabled ? colors_.surface.quiet : colors_.faint);
  case CC_SpinBox:
    return paint_field(*painter, *option, widget, colors_);
  case CC_ScrollBar:
    return paint_scroll_bar(*painter, as<QStyleOptionSlider>(option), colors_);
  default:
    QProxyStyle::drawComplexControl(control, option, painter, widget);
  }
}

QRect ControlStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                   const QWidget* widget) const {
  const QRect all = option->rect;
  if (control == CC_ComboBox) {
    const int arrow = chevron_px;
    const QRect text = all.marginsRemoved(field_margins(widget)).adjusted(0, 0, 2 - arrow, 0);
    return part == SC_ComboBoxArrow
               ? visualRect(option->direction, all, all.adjusted(all.width() - arrow - 2, 0, -2, 0))
           : part == SC_ComboBoxEditField ? visualRect(option->direction, all, text)
                                          : all;
  }
  if (control == CC_SpinBox)
    return part == SC_SpinBoxUp || part == SC_SpinBoxDown ? QRect()
           : part == SC_SpinBoxEditField                  ? all.marginsRemoved(field_margins(widget))
                                                          : all;
  if (control == CC_ScrollBar) {
    const auto& bar = as<QStyleOptionSlider>(option);
    const QRect handle = scroll_handle(bar);
    const bool upright = bar.orientation == Qt::Vertical;
    switch (part) {
    case SC_ScrollBarSlider:
      return handle;
    case SC_ScrollBarGroove:
      return all;
    case SC_ScrollBarSubPage:
      return upright ? QRect(all.topLeft(), QPoint(all.right(), handle.top() - 1))
                     : QRect(all.topLeft(), QPoint(handle.left() - 1, all.bottom()));
    case SC_ScrollBarAddPage:
      return upright ? QRect(QPoint(all.left(), handle.bottom() + 1), all.bottomRight())
                     : QRect(QPoint(handle.right() + 1, all.top()), all.bottomRight());
    default:
      return {};
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect ControlStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element == SE_LineEditContents)
    return is_inner(widget) || as<QStyleOptionFrame>(option).lineWidth == 0
               ? option->rect
               : option->rect.marginsRemoved(field_margins(widget));
  if (element == SE_PushButtonContents)
    return option->rect;
  if (element == SE_ProgressBarContents || element == SE_ProgressBarGroove)
    return option->rect;
  return QProxyStyle::subElementRect(element, option, widget);
}

QSize ControlStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                     const QWidget* widget) const {
  const auto field = [&](int extra_width) {
    const QMargins margins = field_margins(widget);
    return QSize(size.width() + margins.left() + margins.right() + extra_width,
                 std::max(size.height(), least_field_height(widget)) + margins.top() + margins.bottom());
  };
  switch (type) {
  case CT_PushButton:
  case CT_ToolButton:
    return button_size(button_kind(widget), size);
  case CT_LineEdit:
    return is_inner(widget) || as<QStyleOptionFrame>(option).lineWidth == 0 ? size : field(0);
  case CT_SpinBox:
    return field(0);
  case CT_ComboBox:
    return field(chevron_px);
  case CT_MenuItem:
    return menu_item_size(as<QStyleOptionMenuItem>(option), size);
  default:
    return QProxyStyle::sizeFromContents(type, option, size, widget);
  }
}

int ControlStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
  case PM_DefaultFrameWidth:
  case PM_MenuPanelWidth:
    return 1;
  case PM_MenuHMargin:
  case PM_MenuVMargin:
  case PM_HeaderMargin:
    return 4;
  case PM_ScrollBarExtent:
    return 10;
  case PM_IndicatorWidth:
  case PM_IndicatorHeight:
  case PM_ExclusiveIndicatorWidth:
  case PM_ExclusiveIndicatorHeight:
    return 15;
  case PM_CheckBoxLabelSpacing:
  case PM_RadioButtonLabelSpacing:
  case PM_ToolTipLabelFrameWidth:
    return 7;
  case PM_DockWidgetSeparatorExtent:
    return 8;
  case PM_TabBarTabHSpace:
    return 24;
  case PM_TabBarTabVSpace:
    return 14;
  case PM_ScrollView_ScrollBarSpacing:
  case PM_TabBarTabShiftHorizontal:
  case PM_TabBarTabShiftVertical:
  case PM_TabBarBaseHeight:
  case PM_TabBarBaseOverlap:
    return 0;
  default:
    return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int ControlStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* returned) const {
  switch (hint) {
  case SH_ComboBox_Popup:
  case SH_DialogButtonBox_ButtonsHaveIcons:
  case SH_EtchDisabledText:
    return 0;
  default:
    return QProxyStyle::styleHint(hint, option, widget, returned);
  }
}

} // namespace striate
