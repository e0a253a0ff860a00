// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/window_undo.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace striate {

bool leaves_undo_to_window(QEvent& event, const QLineEdit& line) {
  if (event.type() != QEvent::ShortcutOverride || line.isModified())
    return false;
  const auto& key = static_cast<const QKeyEvent&>(event);
  if (!key.matches(QKeySequence::Undo) && !key.matches(QKeySequence::Redo))
    return false;
  event.ignore();
  return true;
}

} // namespace striate
