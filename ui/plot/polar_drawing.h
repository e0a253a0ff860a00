// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"
#include "ui/plot/figure_layout.h"

namespace striate {

/// Circles, spokes and the names of the eight directions; below the marks.
void draw_polar_grid(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// The marks of a polar panel: lines (filled ones are closed polygons), dots, radial strokes, rings and spokes.
/// Pictures have no meaning here and are left out.
void draw_polar_series(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

} // namespace striate
