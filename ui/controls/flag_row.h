// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

namespace striate {

/// One flag parameter: a check box over the whole line.
class FlagRow : public PanelRow {
  Q_OBJECT
public:
  FlagRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  Columns natural_columns() const override { return {}; }
  void set_columns(const Columns& /*columns*/) override {}
};

} // namespace striate
