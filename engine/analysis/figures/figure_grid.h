// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/study/study_neurons.h"

#include <span>
#include <string>
#include <vector>

namespace striate {

/// Pieces that figures of many panels share. Private to the figures of the engine.

/// "A", "B" ... in the order of the panels.
void letter_panels(FigureModel& figure);
/// An x axis of names at 0, 1, 2 ..., written upwards.
Axis name_axis(const std::vector<std::string>& names);
/// A logarithmic axis from a to b.
Axis log_axis(std::string label, std::string unit, double from, double to);
/// Colour of the class of a cell type: "L5_PV" is PV.
Ink type_ink(const std::string& cell_type);
/// Ink of an excitatory type by layer and of others by class: types of one panel differ.
Ink detailed_ink(const std::string& cell_type);
/// Layer of a cell type by its name: 1, 2, 4, 5, 6; 0 = none.
int layer_of(const std::string& cell_type);
/// Bands in the class's colour behind the names of an axis.
std::vector<Series> class_bands(const std::vector<std::string>& types);
/// An empty panel at a place of the grid.
Panel panel_at(std::string id, std::string title, int row, int column);

/// Counts or densities of a histogram as a stepped line, from the first edge to the last.
LineSeries histogram(std::span<const double> values, double low, double high, int bins, bool logarithmic);

} // namespace striate
