#pragma once
#include "ui/theme/theme.h"

#include <QString>

namespace striate {

/// The style sheet of the window for these colours. Widgets ask for a part through the property "role":
/// QFrame "panel"; QLabel "heading", "quiet", "value"; QToolButton/QPushButton "primary", "record", "chip", and
/// "segment-first", "segment", "segment-last" for the members of a segmented row.
QString style_sheet(const SurfaceColors& colors, Theme theme);

} // namespace striate
