// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"

namespace striate {

/// Puts `below` under `figure`: one figure for a file from plots that are separate widgets on screen. Each keeps its
/// share of the height.
void join_below(FigureModel& figure, FigureModel below);

} // namespace striate
