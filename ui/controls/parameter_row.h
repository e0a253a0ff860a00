// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

namespace striate {

class HintLabel;
class ValueEntry;
class ValueSlider;

/// One number parameter: label, slider, entry, unit, all from the parameter table.
class ParameterRow : public PanelRow {
  Q_OBJECT
public:
  ParameterRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  Columns natural_columns() const override;
  void set_columns(const Columns& columns) override;
  void set_colors(const SurfaceColors& colors) override;

private:
  QLabel* label_;
  ValueSlider* slider_;
  ValueEntry* entry_;
  QLabel* unit_;
  HintLabel* hint_;
};

} // namespace striate
