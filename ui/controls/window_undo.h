// SPDX-License-Identifier: Apache-2.0
#pragma once
class QEvent;
class QLineEdit;

namespace striate {

/// For the event() of fields: a line edit keeps Ctrl+Z and Ctrl+Shift+Z for itself, also when there is nothing typed
/// that they could take back. True for such an event, which is then ignored, so that the window's undo gets the key.
bool leaves_undo_to_window(QEvent& event, const QLineEdit& line);

} // namespace striate
