// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/control_colors.h"

#include <QProxyStyle>

namespace striate {

/// How the controls of the program look: calm grounds, thin edges, colour for what is chosen. Everything is painted
/// from one set of colours, so another theme costs a repaint and nothing else (a style sheet would be computed again
/// for every widget). Widgets ask for a look by properties: ui/theme/label_look.h and button_look.h name them.
class ControlStyle : public QProxyStyle {
public:
  explicit ControlStyle(Theme theme);

  Theme theme() const { return theme_; }
  void set_theme(Theme theme);

  void polish(QPalette& palette) override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;
  QPalette standardPalette() const override;

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                       const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returned) const override;

private:
  Theme theme_;
  ControlColors colors_;
};

/// The palette that goes with these colours.
QPalette palette_of(const ControlColors& colors);

} // namespace striate
