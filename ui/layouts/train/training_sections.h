// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

#include <string>
#include <vector>

namespace striate {

class ParameterSet;

/// One part of the training form.
struct TrainingSection {
  QString title;
  std::vector<std::string> keys;
  bool open = false; ///< at the start
};

/// All parameters of the groups "Training ..." and the seed, sorted for the form: each is in one section.
const std::vector<TrainingSection>& training_sections();

/// Whether a parameter means anything beside the others: the momentum only with sgd, ...
bool matters_in_training(const std::string& key, const ParameterSet& parameters);

} // namespace striate
