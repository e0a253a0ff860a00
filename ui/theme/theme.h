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

/// Sets palette, style sheet and font of the whole application (Theme::dark or Theme::light). Widgets choose a look by
/// their property "role"; ui/theme/style_sheet.h names the roles.
void apply_theme(QApplication& application, Theme theme);

inline QColor to_qcolor(Rgba c) {
  return QColor(c.r, c.g, c.b, c.a);
}

} // namespace striate
