// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/control_style.h"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QToolTip>

namespace striate {

SurfaceColors surface_colors(Theme theme) {
  switch (theme) {
  case Theme::dark:
    return {QColor("#12161b"), QColor("#191e24"), QColor("#262d35"), QColor("#2b323b"), QColor("#d5dae0"),
            QColor("#87919c"), QColor("#2f81f7"), QColor("#7ac74f"), QColor("#f85149")};
  case Theme::light:
    return {QColor("#f1f3f5"), QColor("#ffffff"), QColor("#e7eaee"), QColor("#d5dae0"), QColor("#20262d"),
            QColor("#5f6a76"), QColor("#1a6fe0"), QColor("#2f7d17"), QColor("#cf2f2a")};
  case Theme::print:
    break;
  }
  return {QColor(Qt::white), QColor(Qt::white), QColor("#f2f2f2"), QColor("#cccccc"), QColor(Qt::black),
          QColor("#4d4d4d"), QColor("#1a6fe0"), QColor("#3c8f1f"), QColor("#cf2f2a")};
}

void apply_theme(QApplication& application, Theme theme) {
  auto* style = dynamic_cast<ControlStyle*>(QApplication::style());
  if (style && style->theme() == theme)
    return;
  const QPalette palette = palette_of(control_colors(theme));
  if (style)
    style->set_theme(theme);
  else {
    QFont font = QApplication::font();
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")});
    font.setPointSizeF(9.5);
    application.setStyle(new ControlStyle(theme)); // which belongs to the application now
    QApplication::setFont(font);
  }
  QApplication::setPalette(palette);
  QToolTip::setPalette(palette);
}

} // namespace striate
