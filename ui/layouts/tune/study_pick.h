// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/study/tuning_study.h"

#include <cstdint>
#include <optional>

namespace striate {

/// Neurons in figures whose dots or rows are single neurons: the cortex maps, the scatter plots of selectivity and the
/// raster of the example trial. Pure functions, any thread.

/// The neuron under a data position of a panel; nothing where the figure shows none there. reach_x and reach_y: how far
/// from a dot still counts, in axis units (x of a logarithmic axis: as a factor above 1).
std::optional<std::uint32_t> neuron_at(const StudyResult& study, const FigureModel& figure, int panel, double x,
                                       double y, double reach_x, double reach_y);
/// Rings the neuron wherever the figure shows it.
void mark_neuron(FigureModel& figure, const StudyResult& study, std::uint32_t neuron);

} // namespace striate
