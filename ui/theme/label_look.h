// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace striate {

/// Fonts and colour roles that a widget's properties ask for; colours follow the palette, so a change of theme needs no
/// more than another palette.
///
/// Labels: "role" is "heading", "quiet", "value", "fact", "hint", "small" or "status"; "quiet" or "hint" (true); or the
/// names "view-heading", "view-facts", "sheet-heading", "form-note", "form-problem". Buttons: see button_look.h.
/// Frames: "rule" (true) is a line. Any widget: "setting" "view" has small text and controls.
void give_look(QWidget& widget);

} // namespace striate
