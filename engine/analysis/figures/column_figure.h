// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/live/column_image.h"

namespace striate {

/// The column as the camera sees it, for a paper: axes in um of the cortex. Classes and spikes are dots (a neuron of
/// which the value is above a half counts as lit), rates and preferred directions a picture. values: as
/// ColumnImage::draw.
FigureModel column_figure(const Network& network, const ColumnCamera& camera, ColumnColoring coloring,
                          std::span<const float> values);

} // namespace striate
