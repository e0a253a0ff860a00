// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

class QPushButton;

namespace striate {

/// A small button in a row of a list; the tooltip is also what a screen reader says.
QPushButton* make_row_button(const QString& text, const QString& name, const QString& tooltip);

} // namespace striate
