#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QStyleFactory>

/// Resources of a static library must be named once; the macro works outside namespaces only.
static void load_icons() {
  Q_INIT_RESOURCE(theme);
}

namespace striate {

SurfaceColors surface_colors(Theme theme) {
  switch (theme) {
  case Theme::dark:
    return {QColor("#12161b"), QColor("#191e24"), QColor("#262d35"), QColor("#2b323b"), QColor("#d5dae0"),
            QColor("#7d8792"), QColor("#2f81f7"), QColor("#7ac74f"), QColor("#f85149")};
  case Theme::light:
    return {QColor("#f1f3f5"), QColor("#ffffff"), QColor("#e7eaee"), QColor("#d5dae0"), QColor("#20262d"),
            QColor("#65707c"), QColor("#1a6fe0"), QColor("#3c8f1f"), QColor("#cf2f2a")};
  case Theme::print:
    break;
  }
  return {QColor(Qt::white), QColor(Qt::white), QColor("#f2f2f2"), QColor("#cccccc"), QColor(Qt::black),
          QColor("#4d4d4d"), QColor("#1a6fe0"), QColor("#3c8f1f"), QColor("#cf2f2a")};
}

void apply_theme(QApplication& application, Theme theme) {
  const SurfaceColors c = surface_colors(theme);
  load_icons();
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));

  QPalette palette;
  palette.setColor(QPalette::Window, c.window);
  palette.setColor(QPalette::WindowText, c.text);
  palette.setColor(QPalette::Base, c.panel);
  palette.setColor(QPalette::AlternateBase, c.raised);
  palette.setColor(QPalette::Text, c.text);
  palette.setColor(QPalette::PlaceholderText, c.quiet);
  palette.setColor(QPalette::Button, c.raised);
  palette.setColor(QPalette::ButtonText, c.text);
  palette.setColor(QPalette::BrightText, c.danger);
  palette.setColor(QPalette::ToolTipBase, c.raised);
  palette.setColor(QPalette::ToolTipText, c.text);
  palette.setColor(QPalette::Highlight, c.accent);
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Link, c.accent);
  palette.setColor(QPalette::Mid, c.border);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, c.quiet);
  application.setPalette(palette);

  QFont font = application.font();
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")});
  font.setPointSizeF(9.5);
  application.setFont(font);
  application.setStyleSheet(style_sheet(c, theme));
}

} // namespace striate
