// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "ui/plot/figure_layout.h"

#include <cstddef>

namespace striate {

/// More dots than this in a panel make a vector file that editors cannot handle.
constexpr std::size_t largest_vector_dot_layer = 20'000;

bool has_large_dot_layers(const FigureModel& figure);

/// The figure with the dots of every crowded panel drawn into pictures of `dpi`; their labels stay for the legend,
/// axes, lines and texts stay what they are. `layout` and `style` are the file's.
FigureModel with_dot_pictures(FigureModel figure, const FigureLayout& layout, const PlotStyle& style, int dpi);

} // namespace striate
