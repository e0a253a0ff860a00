// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"

#include <span>

namespace striate {

/// Pieces that the time figures share, so that their panels line up and read alike. Private to engine/analysis.

/// Axis over [from, to] ms. screen: ticks at round times with labels in seconds ("9.5 s"), no axis label; paper: ticks
/// at the ends only, "Time (ms)".
Axis time_axis(double from_ms, double to_ms, FigureStyle style);

/// Vertical dashed rules for the marks in [from, to], after light bands over the times that neurons were perturbed;
/// labels only when asked for (the top panel of a stack). Marks before `from` say what acts there.
void add_marks(Panel& panel, std::span<const StimulusMark> marks, double from_ms, double to_ms, bool labels);

/// The smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below the value; 1 for a value that is
/// zero or undefined.
double round_up(double value);

/// 2 becomes "2", 0.5 becomes "0.5".
std::string short_number(double value);

} // namespace striate
