// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"
#include "ui/plot/panel_map.h"

namespace striate {

/// The marks of statistics: boxes, bars, error bars, matrices and their colour scale. Inside the panel's clip except
/// the colour bar.
void draw_boxes(Canvas& canvas, const PanelMap& map, const BoxSeries& series);
void draw_bars(Canvas& canvas, const PanelMap& map, const BarSeries& bars);
void draw_matrix(Canvas& canvas, const PanelMap& map, const MatrixSeries& matrix);
/// From lower to upper with short caps.
void draw_error_bar(Canvas& canvas, double x, double lower, double upper);

/// Room a colour bar takes right of the data area, and the bar itself.
double color_bar_width(const ColorBar& bar, const PlotStyle& style);
void draw_color_bar(Canvas& canvas, const ColorBar& bar, const Box& area);

/// Lines in a framed plate in the upper left of the data area.
void draw_note(Canvas& canvas, const std::string& note, const Box& area);

} // namespace striate
