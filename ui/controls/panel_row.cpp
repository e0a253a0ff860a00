// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/panel_row.h"

#include "ui/controls/value_text.h"

#include <QLabel>

namespace striate {

PanelRow::PanelRow(const Parameter& parameter, QWidget* parent) : QWidget(parent), parameter_(parameter) {
  setObjectName("row-" + QString::fromStdString(parameter.key));
}

QLabel* PanelRow::make_label() {
  auto* label = new QLabel(parameter_label(parameter_), this);
  label->setToolTip(parameter_tooltip(parameter_));
  return label;
}

} // namespace striate
