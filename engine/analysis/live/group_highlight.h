// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/cell_group.h"
#include "engine/analysis/figure_model.h"

#include <optional>

namespace striate {

/// Dims in a figure what belongs to other groups than this one: names of an axis with what stands over them, whole
/// panels, and lines, dots and bars by their labels. What names no group stays. Pure functions, any thread.
void highlight_group(FigureModel& figure, const CellGroup& group);

/// The group at a place of a panel: the name of its axis under x, or the panel's own. Nothing where it names none.
std::optional<CellGroup> group_at(const Panel& panel, double x);

} // namespace striate
