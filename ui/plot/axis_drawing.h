// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"
#include "ui/plot/figure_layout.h"

namespace striate {

/// Left and bottom spine, ticks, tick texts and axis labels of a cartesian panel.
void draw_axes(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

/// Title at the left, legend at the right, above the panel.
void draw_header(Canvas& canvas, const Panel& panel, const PanelLayout& layout);

} // namespace striate
