// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/study/tuning_study.h"

#include <vector>

namespace striate {

/// The check values (tests/data/analysis) as a study: 48 neurons, 8 directions x 10 trials of 4 s. With `series` the
/// same spikes again at three more contrasts, two more spatial and one more temporal frequency.
StudyResult golden_study(bool series);

/// Every figure of that study and of a small built network, always the same. Made at the first call.
const std::vector<FigureModel>& golden_figures();

} // namespace striate
