// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

namespace striate {

/// Leaves of a laminar raster figure only the rows with low < y <= high, as a zoomed view shows them.
void crop_rows(FigureModel& figure, double low, double high);

} // namespace striate
