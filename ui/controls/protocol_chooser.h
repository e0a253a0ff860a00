// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/controls/panel_row.h"
#include "ui/controls/parameter_editor.h"

class QComboBox;

namespace striate {

class HintLabel;

/// Chooses the protocol: none, one that the program knows, or a table from a file. Another protocol starts the run
/// anew, since its times count from the start.
class ProtocolChooser : public PanelRow {
  Q_OBJECT
public:
  ProtocolChooser(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  /// Object name of the list; a window with several needs one for each.
  void set_list_name(const QString& name);

  Columns natural_columns() const override;
  void set_columns(const Columns& columns) override;

private:
  void fill();
  void choose(int index);

  ParameterEditor& editor_;
  QLabel* label_;
  QComboBox* box_;
  HintLabel* hint_;
};

} // namespace striate
