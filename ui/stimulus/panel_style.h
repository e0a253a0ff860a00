#pragma once
#include "ui/theme/theme.h"

#include <QString>

namespace striate {

/// Style sheet of the panel's chips, segments, entries and hints; the rest comes from the application's theme.
QString panel_style(const SurfaceColors& colors);

} // namespace striate
