// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/tuning_study.h"

#include <fmt/format.h>

namespace striate {

std::vector<std::string> StudyResult::left_out() const {
  std::vector<std::string> sentences;
  const int directions = rates.conditions();
  if (directions == 1)
    sentences.push_back(fmt::format("All stimuli moved in one direction, or in none: OSI, DSI, preferred directions, "
                                    "tuning curves and their fits are left out; they need at least {} directions.",
                                    fewest_selectivity_directions));
  else if (rates.direction_deg.size() < fewest_selectivity_directions)
    sentences.push_back(fmt::format("Stimuli were shown in {} directions: OSI, DSI and preferred directions by vector "
                                    "are left out; they need at least {}.",
                                    directions, fewest_selectivity_directions));
  if (protocol.repeats == 1)
    sentences.emplace_back("Every stimulus was shown once: rates and selectivity carry the noise of one trial, and "
                           "measures of what differs between trials (orientation test, split-half reliability, trial "
                           "Fano factor, noise correlation) are left out.");
  return sentences;
}

} // namespace striate
