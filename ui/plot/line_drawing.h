// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"
#include "ui/plot/panel_map.h"

#include <span>
#include <vector>

namespace striate {

/// A line in scene units, broken at values that are not finite. Runs of points inside one column of `column` scene
/// units are reduced to first, lowest, highest and last, so a line costs what the screen can show and no peak is lost.
std::vector<Points> line_pieces(const PanelMap& map, std::span<const double> x, std::span<const double> y,
                                double column);

/// Line, area to zero and band of a series; cartesian panels only.
void draw_line(Canvas& canvas, const PanelMap& map, const LineSeries& line);

} // namespace striate
