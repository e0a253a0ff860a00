#include "ui/views/view_style.h"

#include "ui/theme/theme.h"

namespace striate {

QString ink_name(Ink ink, Theme theme) {
  return to_qcolor(striate::palette(ink, theme)).name();
}

QString legend_entry(const QString& sign, const QString& label, Ink ink, Theme theme) {
  return QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3").arg(ink_name(ink, theme), sign, label);
}

QString view_style(Theme theme) {
  const SurfaceColors c = surface_colors(theme);
  QString style = QStringLiteral(R"(
QLabel { color: $text; background: transparent; }
QLabel#view-heading { font-weight: 600; font-size: 8.5pt; }
QLabel#view-facts, QLabel[role="quiet"] { color: $quiet; font-size: 8.5pt; }
QLabel[role="fact"] { font-size: 9pt; }
QLabel[role="hint"] { color: $quiet; font-size: 10pt; }
QToolButton, QPushButton { color: $text; background: $raised; border: none; border-radius: 4px; padding: 2px 7px;
  font-size: 8.5pt; min-height: 16px; }
QToolButton:hover, QPushButton:hover { background: $border; }
QToolButton:checked { background: $accent; color: white; }
QToolButton[role="legend"] { background: transparent; padding: 2px 5px; min-height: 14px; }
QToolButton[role="legend"]:hover { background: $border; }
QToolButton[role="legend"]:checked { background: $border; color: $text; }
QToolButton[role="legend"][other="true"] { color: $quiet; }
QToolButton[role="legend"]:focus { border: 1px solid $accent; padding: 1px 4px; }
QPushButton#back-to-live { background: $accent; color: white; }
QToolButton:focus, QPushButton:focus { border: 1px solid $accent; padding: 1px 6px; }
QDoubleSpinBox, QSpinBox, QComboBox { color: $text; background: $raised; border: 1px solid $border; border-radius: 4px;
  padding: 1px 4px; font-size: 8.5pt; min-height: 16px; }
QDoubleSpinBox:focus, QSpinBox:focus, QComboBox:focus { border-color: $accent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; }
)");
  style.replace(QStringLiteral("$text"), c.text.name());
  style.replace(QStringLiteral("$quiet"), c.quiet.name());
  style.replace(QStringLiteral("$raised"), c.raised.name());
  style.replace(QStringLiteral("$border"), c.border.name());
  style.replace(QStringLiteral("$accent"), c.accent.name());
  return style;
}

} // namespace striate
