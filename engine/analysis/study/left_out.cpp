// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/tuning_study.h"

#include <fmt/format.h>

namespace striate {

std::vector<std::string> StudyResult::left_out() const {
  std::vector<std::string> sentences;
  const int directions = rates.conditions();
  if (directions == 1)
    sentences.push_back(fmt::format("The stimuli have one direction of motion or none: OSI, DSI, preferred directions, "
                                    "tuning curves and fits are omitted; they need at least {} directions.",
                                    fewest_selectivity_directions));
  else if (rates.direction_deg.size() < fewest_selectivity_directions)
    sentences.push_back(fmt::format(
        "Only {} directions were shown: OSI, DSI and vector preferred directions are omitted; they need at least {}.",
        directions, fewest_selectivity_directions));
  if (protocol.repeats == 1)
    sentences.emplace_back(
        "Every stimulus was shown once: rates and selectivity carry single-trial noise, and measures of trial-to-trial "
        "variability (orientation test, split-half reliability, trial Fano factor, noise correlation) are omitted.");
  return sentences;
}

} // namespace striate
