#pragma once
#include "ui/edit/parameter_editor.h"

#include <QFrame>

namespace striate {

/// The choices of one parameter side by side, the current one raised. Arrow keys move it.
class KindSelector : public QFrame {
  Q_OBJECT
public:
  KindSelector(const Parameter& parameter, ParameterEditor& editor, QWidget* parent);
};

} // namespace striate
