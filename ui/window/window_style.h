#pragma once
#include "ui/theme/theme.h"

#include <QString>

namespace striate {

/// Style sheet of the window's own parts (bars, panels, palette, cheat sheet); controls come from the theme.
QString window_style(const SurfaceColors& colors);

} // namespace striate
