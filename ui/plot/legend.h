// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/canvas.h"

#include <string>
#include <vector>

namespace striate {

/// One name in a legend and how its swatch looks.
struct LegendEntry {
  enum class Swatch { line, dashed, dot, tick, patch };
  std::string label;
  Ink ink = Ink::text;
  Swatch swatch = Swatch::line;
};

/// The labelled lines, dots, boxes, bars and ticks of a panel, each label once.
std::vector<LegendEntry> legend_entries(const Panel& panel);

/// Entries in lines no wider than `width` scene units; at least one entry a line.
std::vector<std::vector<LegendEntry>> legend_lines(const std::vector<LegendEntry>& entries, double width,
                                                   const PlotStyle& style);
double legend_width(const std::vector<LegendEntry>& line, const PlotStyle& style);
double legend_line_height(const PlotStyle& style);

/// Draws one line that ends at `right`, its text centred on `center_y`.
void draw_legend_line(Canvas& canvas, const std::vector<LegendEntry>& line, double right, double center_y);

} // namespace striate
