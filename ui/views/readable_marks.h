// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"

#include <span>
#include <vector>

namespace striate {

/// The marks of [from, to), and those before that tell what acts there, thinned so that they can be read: of a burst (a
/// dragged dial gives one mark a frame) only the last stays, and a label that would run into the next mark is left out,
/// its line stays.
std::vector<StimulusMark> readable_marks(std::span<const StimulusMark> marks, double from_ms, double to_ms,
                                         double burst_ms, double label_ms);

/// Takes the labels of the stimulus marks away, for plots too small or too near to another that has them.
void hide_mark_labels(Panel& panel);

} // namespace striate
