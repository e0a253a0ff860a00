// SPDX-License-Identifier: Apache-2.0
#include "app/number_locale.h"

#include <clocale>
#include <locale>

namespace striate::app {

void fix_number_locale() {
  std::locale::global(std::locale::classic());
  std::setlocale(LC_NUMERIC, "C");
}

} // namespace striate::app
