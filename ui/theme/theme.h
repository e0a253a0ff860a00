// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <QColor>

class QApplication;

namespace striate {

/// Colours of the window's surfaces and controls. Data colours are the palette's.
struct SurfaceColors {
  QColor window, panel, raised, border, text, quiet, accent, good, danger;
};
SurfaceColors surface_colors(Theme theme);

/// Sets style, palette and font of the whole application (Theme::dark or Theme::light); does nothing when it has this
/// theme already. Widgets choose a look by their properties; ui/theme/label_look.h names them.
void apply_theme(QApplication& application, Theme theme);

inline QColor to_qcolor(Rgba c) {
  return QColor(c.r, c.g, c.b, c.a);
}

} // namespace striate
