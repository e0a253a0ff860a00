// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QString>

namespace striate {

/// "#RRGGBB" of an ink, for rich text.
QString ink_name(Ink ink, Theme theme);
/// A coloured dot or dash and its label as rich text: one legend entry.
QString legend_entry(const QString& sign, const QString& label, Ink ink, Theme theme);

} // namespace striate
