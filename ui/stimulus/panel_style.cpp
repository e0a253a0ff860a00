#include "ui/stimulus/panel_style.h"

namespace striate {

namespace {

QString faded(const QColor& color, double opacity) {
  return QString("rgba(%1,%2,%3,%4)").arg(color.red()).arg(color.green()).arg(color.blue()).arg(opacity);
}

} // namespace

QString panel_style(const SurfaceColors& c) {
  const QString sheet = R"(
QLabel { color: @text; background: transparent; }
QLabel[quiet="true"] { color: @quiet; }
QLabel[hint="true"] { color: @danger; }
QLabel:disabled { color: @faint; }
QCheckBox { color: @text; background: transparent; }
QCheckBox:disabled { color: @faint; }
QCheckBox::indicator:checked:disabled { background: @faint; border-color: @faint; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: @faint; }
QLineEdit { background: @window; color: @text; border: 1px solid @border; border-radius: 4px; padding: 2px 5px;
  min-height: 16px; selection-background-color: @accent; selection-color: white; }
QLineEdit:hover { border-color: @quiet; }
QLineEdit:focus { border-color: @accent; }
QLineEdit[wrong="true"] { border-color: @danger; color: @danger; }
QLineEdit:disabled { color: @faint; border-color: @border; }
QLineEdit#entry-direction { background: transparent; border-color: transparent; font-weight: 600; }
QLineEdit#entry-direction:hover { border-color: @border; }
QLineEdit#entry-direction:focus { border-color: @accent; background: @window; }
QLineEdit#entry-direction[wrong="true"] { border-color: @danger; }
QPushButton[chip="true"] { background: @raised; color: @text; border: 1px solid transparent; border-radius: 11px;
  padding: 2px 9px; min-height: 16px; min-width: 0px; font-weight: 400; font-size: 12px; }
QPushButton[chip="true"]:hover { border-color: @quiet; }
QPushButton[chip="true"]:focus { border-color: @accent; }
QPushButton[chip="true"]:pressed { background: @border; }
QPushButton[chip="true"]:disabled { background: transparent; border-color: @border; color: @faint; }
QPushButton[chip="true"]:checked { background: @tint; border-color: @rim; }
QPushButton#preset-save { background: transparent; border-color: @border; color: @quiet; }
QPushButton#preset-save:hover { color: @text; border-color: @quiet; }
QLineEdit#preset-name { border-radius: 11px; padding: 2px 9px; }
QFrame[rule="true"] { background: @border; }
QFrame#screen-note { background: @raised; border: none; border-radius: 6px; }
QToolButton[fold="true"] { background: transparent; color: @text; border: 1px solid transparent; border-radius: 4px;
  padding: 2px 0px; font-weight: 600; text-align: left; }
QToolButton[fold="true"]:hover { background: @raised; }
QToolButton[fold="true"]:focus { border-color: @accent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
)";
  QString filled = sheet;
  filled.replace("@text", c.text.name())
      .replace("@quiet", c.quiet.name())
      .replace("@danger", c.danger.name())
      .replace("@window", c.window.name())
      .replace("@border", c.border.name())
      .replace("@accent", c.accent.name())
      .replace("@raised", c.raised.name())
      .replace("@faint", faded(c.quiet, 0.55))
      .replace("@tint", faded(c.accent, 0.22))
      .replace("@rim", faded(c.accent, 0.75));
  return filled;
}

} // namespace striate
