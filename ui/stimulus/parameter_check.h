#pragma once
#include "ui/edit/parameter_editor.h"

#include <QCheckBox>

namespace striate {

/// Check box of one flag parameter.
class ParameterCheck : public QCheckBox {
  Q_OBJECT
public:
  ParameterCheck(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);
};

} // namespace striate
