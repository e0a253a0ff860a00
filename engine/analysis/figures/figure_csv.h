// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

#include <filesystem>
#include <string>

namespace striate {

/// The numbers of a figure as a tidy table: panel, series, x, y, lower, upper, unit, and for spikes (DotSeries::node)
/// node_id, row, cell_type, time_ms. Never empty: a figure without data gives its header and a comment that says so.
std::string figure_csv(const FigureModel& figure);
/// Writes it; throws Error naming the file when that fails.
void write_figure_csv(const FigureModel& figure, const std::filesystem::path& file);

} // namespace striate
