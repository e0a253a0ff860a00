#include "ui/stimulus/parameter_check.h"

#include "ui/edit/follow.h"
#include "ui/edit/value_text.h"

namespace striate {

ParameterCheck::ParameterCheck(const Parameter& parameter, ParameterEditor& editor, QWidget* parent)
    : QCheckBox(QString::fromStdString(parameter.label), parent) {
  setObjectName("check-" + QString::fromStdString(parameter.key));
  setToolTip(parameter_tooltip(parameter));
  follow(editor, parameter.key, this,
         [this, &editor, &parameter] { setChecked(editor.parameters().flag(parameter.key)); });
  connect(this, &QCheckBox::clicked, this,
          [&editor, key = QString::fromStdString(parameter.key)](bool on) { editor.set(key, on ? 1.0 : 0.0); });
}

} // namespace striate
