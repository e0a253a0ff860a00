// SPDX-License-Identifier: Apache-2.0
#include "ui/views/view_style.h"

#include "ui/theme/theme.h"

namespace striate {

QString ink_name(Ink ink, Theme theme) {
  return to_qcolor(striate::palette(ink, theme)).name();
}

QString legend_entry(const QString& sign, const QString& label, Ink ink, Theme theme) {
  return QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3").arg(ink_name(ink, theme), sign, label);
}

} // namespace striate
