#include "ui/window/window_style.h"

namespace striate {

QString window_style(const SurfaceColors& colors) {
  QString sheet = QStringLiteral(R"(
QToolButton, QMenu { font-family: Inter, "DejaVu Sans"; font-size: 9.5pt; }
QFrame#transport-bar { background: transparent; border: none; }
QFrame#transport-bar QLabel { background: transparent; font-family: Inter, "DejaVu Sans"; font-size: 9.5pt; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFrame#task-bar { background: $panel; border: 1px solid $border; border-radius: 6px; }
QFrame#message-banner { background: $raised; border: 1px solid $border; border-radius: 6px; }
QFrame#message-banner QLabel, QFrame#message-banner QPushButton, QFrame#task-bar QLabel, QFrame#task-bar QPushButton {
  font-family: Inter, "DejaVu Sans"; font-size: 9.5pt; }
QFrame#message-banner QLabel, QFrame#task-bar QLabel { background: transparent; }
QFrame#message-banner[kind="error"] { border-left: 4px solid $danger; }
QFrame#message-banner[kind="info"] { border-left: 4px solid $accent; }
QDockWidget > QWidget { background: transparent; }
QFrame#panel-title { background: $panel; border: 1px solid $border; border-bottom: none; border-top-left-radius: 6px;
  border-top-right-radius: 6px; }
QFrame#panel-body { background: $panel; border: 1px solid $border; border-top: none; border-bottom-left-radius: 6px;
  border-bottom-right-radius: 6px; }
QFrame#central-panel { background: $panel; border: 1px solid $border; border-radius: 6px; }
QStatusBar { border: none; }
QStatusBar QLabel { background: transparent; color: $quiet; font-size: 8.5pt; }
QStatusBar QLabel#status-light { color: $text; }
QStatusBar QToolButton { background: transparent; color: $quiet; border: none; font-size: 8.5pt; padding: 1px 4px; }
QStatusBar QToolButton:hover { color: $text; background: $raised; }
QDialog#command-palette { background: $panel; border: 1px solid $border; }
QDialog#command-palette QLineEdit { font-size: 12pt; padding: 6px 10px; min-height: 24px; }
QDialog#command-palette QListView { border: none; outline: none; }
QDialog#command-palette QListView::item { border-radius: 4px; padding-left: 8px; }
QDialog#command-palette QListView::item:selected { background: $accent; color: white; }
QLabel#sheet-heading { color: $quiet; font-weight: 600; font-size: 8.5pt; }
QLabel#key-cap { background: $raised; color: $text; border: 1px solid $border; border-radius: 4px; padding: 1px 7px; }
QLabel#form-note { color: $quiet; }
QLabel#form-problem { color: $danger; }
QLabel#preview { background: $window; border: 1px solid $border; border-radius: 4px; }
QProgressBar { min-height: 6px; max-height: 6px; }
)");
  sheet.replace("$window", colors.window.name());
  sheet.replace("$panel", colors.panel.name());
  sheet.replace("$raised", colors.raised.name());
  sheet.replace("$border", colors.border.name());
  sheet.replace("$text", colors.text.name());
  sheet.replace("$quiet", colors.quiet.name());
  sheet.replace("$accent", colors.accent.name());
  sheet.replace("$danger", colors.danger.name());
  return sheet;
}

} // namespace striate
