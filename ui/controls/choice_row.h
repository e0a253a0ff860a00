// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

class QComboBox;

namespace striate {

/// One choice parameter: label and a box of its choices in words.
class ChoiceRow : public PanelRow {
  Q_OBJECT
public:
  ChoiceRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  Columns natural_columns() const override;
  void set_columns(const Columns& columns) override;

private:
  QLabel* label_;
};

/// A box that the wheel turns only when it has the focus, so that scrolling past it changes nothing.
QComboBox* make_calm_box(QWidget* parent);
/// A calm box with the choices of a parameter in words ("Drifting grating"), which follows the editor and edits it.
/// Named "choice-" + key; an item's data is the choice as the table has it.
QComboBox* make_choice_box(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

} // namespace striate
