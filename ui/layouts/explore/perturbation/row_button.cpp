// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/perturbation/row_button.h"

#include <QPushButton>

namespace striate {

QPushButton* make_row_button(const QString& text, const QString& name, const QString& tooltip) {
  auto* button = new QPushButton(text);
  button->setObjectName(name);
  button->setAccessibleName(tooltip);
  button->setToolTip(tooltip);
  button->setProperty("chip", true);
  button->setAutoDefault(false);
  return button;
}

} // namespace striate
