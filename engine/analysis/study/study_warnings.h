// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/tuning_study.h"

#include <string>
#include <vector>

namespace striate {

/// Sentences about a study whose numbers are probably not what they seem: rates no neuron reaches, silent trials, one
/// trial for each stimulus, directions that do not cover the circle evenly, no gray to measure spontaneous rates in;
/// with them what the protocol does not allow (left_out()). Empty when nothing is odd.
std::vector<std::string> study_warnings(const StudyResult& study);

} // namespace striate
