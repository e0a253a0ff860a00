// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/parameter_editor.h"

class QPoint;
class QWidget;

namespace striate {

/// Opens the menu of a parameter's control: copy the value, reset it, turn an angle round.
void show_parameter_menu(const Parameter& parameter, ParameterEditor& editor, QWidget* owner, const QPoint& global);

} // namespace striate
