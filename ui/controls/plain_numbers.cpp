// SPDX-License-Identifier: Apache-2.0
#include "ui/controls/plain_numbers.h"

#include <QLocale>

#include <clocale>

namespace striate {

void use_plain_numbers() {
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
}

} // namespace striate
