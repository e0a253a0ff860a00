// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"
#include "ui/plot/panel_map.h"

namespace striate {

/// The marks of a cartesian panel, clipped to its area, in the order of the model.
void draw_series(Canvas& canvas, const Panel& panel, const PanelMap& map);

/// Only these dots: also used to make an image layer of them.
void draw_dots(Canvas& canvas, const PanelMap& map, const DotSeries& dots);

/// The texts of bands and rules; drawn after the marks so that none covers them.
void draw_series_labels(Canvas& canvas, const Panel& panel, const PanelMap& map);

} // namespace striate
