// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/plot_font.h"

#include <QStringList>

namespace striate {

QFont plot_font(int pixel_size, bool bold) {
  QFont font;
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans"), QStringLiteral("Helvetica")});
  font.setStyleHint(QFont::SansSerif);
  font.setPixelSize(pixel_size > 0 ? pixel_size : 1);
  font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

} // namespace striate
