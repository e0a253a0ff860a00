#pragma once
#include "ui/edit/parameter_editor.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;

namespace striate {

class HintLabel;
class ValueEntry;
class ValueSlider;

/// One number parameter: label, slider, entry, unit, all from the parameter table. Rows of a panel share column widths.
class ParameterRow : public QWidget {
  Q_OBJECT
public:
  ParameterRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);

  const std::string& key() const { return parameter_.key; }
  struct Columns {
    int label = 0, entry = 0, unit = 0; ///< px
  };
  Columns natural_columns() const;
  void set_columns(const Columns& columns);
  void set_colors(const SurfaceColors& colors);

private:
  const Parameter& parameter_;
  QLabel* label_;
  ValueSlider* slider_;
  ValueEntry* entry_;
  QLabel* unit_;
  HintLabel* hint_;
};

} // namespace striate
