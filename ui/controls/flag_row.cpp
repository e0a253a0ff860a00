// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/flag_row.h"

#include "ui/controls/follow.h"
#include "ui/controls/value_text.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace striate {

FlagRow::FlagRow(const Parameter& parameter, ParameterEditor& editor, QWidget* parent) : PanelRow(parameter, parent) {
  auto* box = new QCheckBox(parameter_label(parameter), this);
  box->setObjectName("check-" + QString::fromStdString(parameter.key));
  box->setToolTip(parameter_tooltip(parameter));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(box);
  follow(editor, parameter.key, box,
         [box, &editor, &parameter] { box->setChecked(editor.parameters().flag(parameter.key)); });
  connect(box, &QCheckBox::clicked, this,
          [&editor, key = QString::fromStdString(parameter.key)](bool on) { editor.set(key, on ? 1.0 : 0.0); });
}

} // namespace striate
