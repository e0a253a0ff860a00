// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

namespace striate {

class HintLabel;
class TextEntry;

/// One text parameter: label and entry; a path has a button that chooses a file or a folder.
class TextRow : public PanelRow {
  Q_OBJECT
public:
  TextRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  Columns natural_columns() const override;
  void set_columns(const Columns& columns) override;

private:
  void browse(bool folder);

  ParameterEditor& editor_;
  QLabel* label_;
  TextEntry* entry_;
  HintLabel* hint_;
};

} // namespace striate
