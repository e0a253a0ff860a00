#include "ui/theme/style_sheet.h"

#include <QHash>

namespace striate {
namespace {

const char* const surfaces = R"(
QMainWindow, QDialog { background: @window; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 6px 8px; }
QFrame[role="panel"] { background: @panel; border: 1px solid @border; border-radius: 6px; }
QLabel[role="heading"] { color: @text; font-weight: 600; letter-spacing: 0.4px; }
QLabel[role="quiet"] { color: @quiet; }
QLabel[role="value"] { color: @text; font-weight: 600; }
QMainWindow::separator { background: @window; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: @border; }
QDockWidget { color: @text; font-weight: 600; titlebar-close-icon: url(:/theme/icons/close.svg);
  titlebar-normal-icon: url(:/theme/icons/float.svg); }
QDockWidget::close-button, QDockWidget::float-button { border: none; border-radius: 3px; padding: 1px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: @raised; }
QDockWidget::title { background: @panel; padding: 8px 12px; border: 1px solid @border; border-bottom: none;
  border-top-left-radius: 6px; border-top-right-radius: 6px; }
QDockWidget > QWidget { background: @panel; }
QStatusBar { background: @window; color: @quiet; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QToolBar { background: @panel; border: none; border-bottom: 1px solid @border; spacing: 8px; padding: 8px 12px; }
QMenuBar { background: @window; color: @text; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @panel; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @on_accent; }
QMenu::item:disabled { color: @quiet; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QGroupBox { border: 1px solid @border; border-radius: 6px; margin-top: 10px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; color: @quiet; }
QHeaderView::section { background: @panel; color: @quiet; border: none; border-bottom: 1px solid @border;
  padding: 4px 8px; }
QAbstractItemView { background: @panel; color: @text; border: 1px solid @border; border-radius: 4px;
  selection-background-color: @accent; selection-color: @on_accent; }
)";

const char* const buttons = R"(
QPushButton, QToolButton { background: @raised; color: @text; border: 1px solid transparent; border-radius: 5px;
  padding: 5px 12px; min-height: 18px; }
QToolButton { padding: 5px 8px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @border; }
QPushButton:checked, QToolButton:checked { background: @hover; color: @strong; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @quiet; background: @panel; }
QToolButton::menu-indicator { image: none; }
QPushButton[role="primary"], QToolButton[role="primary"] { background: @accent; color: @on_accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: @accent_hover; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled { background: @raised; color: @quiet; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border-color: @strong; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled { background: @raised; color: @quiet; }
QPushButton[role="record"], QToolButton[role="record"] { background: @danger_ground; color: @danger; }
QPushButton[role="record"]:checked, QToolButton[role="record"]:checked { background: @danger; color: @on_accent; }
QPushButton[role="chip"], QToolButton[role="chip"] { border-radius: 11px; padding: 2px 9px; min-height: 16px; }
QToolButton[role="segment"], QPushButton[role="segment"] { border-radius: 0; }
QToolButton[role="segment-first"], QPushButton[role="segment-first"] { border-top-right-radius: 0;
  border-bottom-right-radius: 0; }
QToolButton[role="segment-last"], QPushButton[role="segment-last"] { border-top-left-radius: 0;
  border-bottom-left-radius: 0; }
QToolButton[role^="segment"]:checked, QPushButton[role^="segment"]:checked { background: @selected; color: @strong; }
)";

const char* const inputs = R"(
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @raised; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: @handle;
  border: @handle_border; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: @accent_hover; }
QSlider::sub-page:horizontal:disabled { background: @border; }
QSlider::groove:vertical { width: 4px; border-radius: 2px; background: @raised; }
QSlider::add-page:vertical { width: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:vertical { width: 14px; height: 14px; margin: 0 -5px; border-radius: 7px; background: @handle;
  border: @handle_border; }
QAbstractSpinBox, QLineEdit, QComboBox { background: @field; color: @text; border: 1px solid @border;
  border-radius: 4px; padding: 2px 6px; min-height: 18px; selection-background-color: @accent;
  selection-color: @on_accent; }
QAbstractSpinBox:focus, QLineEdit:focus, QComboBox:focus { border-color: @accent; }
QAbstractSpinBox:disabled, QLineEdit:disabled, QComboBox:disabled { color: @quiet; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/theme/icons/chevron-down.svg); width: 12px; height: 12px; }
QCheckBox, QRadioButton { color: @text; spacing: 7px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 13px; height: 13px; border: 1px solid @quiet; border-radius: 3px;
  background: @field; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox::indicator:checked { image: url(:/theme/icons/check.svg); }
QRadioButton::indicator:checked { image: url(:/theme/icons/radio.svg); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar::tab { background: transparent; color: @quiet; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @strong; border-bottom-color: @accent; }
QProgressBar { background: @raised; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @hover; border-radius: 4px; margin: 1px; min-width: 24px; min-height: 24px; }
QScrollBar::handle:hover { background: @quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QColor mix(const QColor& a, const QColor& b, double share_of_b) {
  const auto part = [share_of_b](int x, int y) { return static_cast<int>(x + (y - x) * share_of_b); };
  return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

/// Puts the named values where @name stands.
QString filled_in(const QString& sheet, const QHash<QString, QString>& values) {
  QString result;
  result.reserve(sheet.size() + 1024);
  for (qsizetype i = 0; i < sheet.size();) {
    if (sheet[i] != u'@') {
      result += sheet[i++];
      continue;
    }
    qsizetype end = i + 1;
    while (end < sheet.size() && (sheet[end].isLetter() || sheet[end] == u'_'))
      ++end;
    result += values.value(sheet.mid(i + 1, end - i - 1));
    i = end;
  }
  return result;
}

} // namespace

QString style_sheet(const SurfaceColors& c, Theme theme) {
  const bool dark = theme == Theme::dark;
  const QColor strong = dark ? QColor(Qt::white) : QColor(Qt::black);
  const QHash<QString, QString> values{
      {"window", c.window.name()},
      {"panel", c.panel.name()},
      {"raised", c.raised.name()},
      {"border", c.border.name()},
      {"text", c.text.name()},
      {"quiet", c.quiet.name()},
      {"accent", c.accent.name()},
      {"danger", c.danger.name()},
      {"strong", strong.name()},
      {"on_accent", QStringLiteral("#ffffff")},
      {"accent_hover", mix(c.accent, QColor(Qt::white), 0.15).name()},
      {"danger_ground", mix(c.panel, c.danger, dark ? 0.22 : 0.12).name()},
      {"hover", mix(c.raised, c.text, 0.10).name()},
      {"selected", mix(c.raised, c.text, 0.16).name()},
      {"field", dark ? mix(c.window, QColor(Qt::black), 0.25).name() : QStringLiteral("#ffffff")},
      {"handle", QStringLiteral("#ffffff")},
      {"handle_border",
       dark ? QStringLiteral("none") : QStringLiteral("1px solid ") + mix(c.border, c.quiet, 0.4).name()}};
  return filled_in(QString::fromLatin1(surfaces) + QString::fromLatin1(buttons) + QString::fromLatin1(inputs), values);
}

} // namespace striate
