// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/plot/legend.h"
#include "ui/plot/panel_map.h"
#include "ui/plot/plot_style.h"

#include <string>
#include <vector>

namespace striate {

struct AxisLayout {
  std::vector<double> ticks;
  std::vector<std::string> texts; ///< one per tick
  std::vector<std::string> label; ///< its lines, with the unit
  double label_at = 0.0;          ///< scene position across the axis: y of the x label, x of the y label
  bool upright = false;           ///< a short y label that is not turned
};

struct PanelLayout {
  PanelMap map; ///< its area is the data area
  AxisLayout x, y;
  std::vector<std::vector<LegendEntry>> legend;
  bool side_title = false; ///< the title is a row label left of the y axis
  double header = 0.0;     ///< height of title and legend above the panel
  double header_left = 0.0, header_right = 0.0;
  double title_y = 0.0; ///< centre line of the title, of the letter and of the first legend line
  double letter_left = 0.0;
};

struct FigureLayout {
  std::vector<PanelLayout> panels; ///< as in the model
  Box page;
  double title_y = 0.0;
  std::vector<std::string> caption_lines;
  double caption_y = 0.0; ///< top of the first line
};

/// Places everything on a page of width x height scene units: data areas in one grid column share their left and right
/// edges, in one grid row their bottom and top edges; the grid's weights divide what labels leave. Needs fonts, hence a
/// QGuiApplication.
FigureLayout layout_figure(const FigureModel& figure, const PlotStyle& style, double width, double height);

} // namespace striate
