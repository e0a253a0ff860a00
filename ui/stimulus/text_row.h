#pragma once
#include "ui/edit/parameter_editor.h"
#include "ui/stimulus/panel_row.h"

class QLineEdit;

namespace striate {

class HintLabel;

/// One text parameter: label and entry; a path has a button that chooses a file or a folder. Return or leaving the
/// entry takes the text, Escape brings the value back.
class TextRow : public PanelRow {
  Q_OBJECT
public:
  TextRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  Columns natural_columns() const override;
  void set_columns(const Columns& columns) override;

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void commit();
  void show_value();
  void browse(bool folder);

  ParameterEditor& editor_;
  QLabel* label_;
  QLineEdit* entry_;
  HintLabel* hint_;
};

} // namespace striate
