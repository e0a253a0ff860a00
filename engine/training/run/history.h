// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/recording/array_reader.h"
#include "engine/training/losses/branch_objective.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate {

/// One branch of one update.
struct UpdateRecord {
  std::int64_t update = 0; ///< 0, 1, ...
  int epoch = 1, step = 1; ///< from 1
  Activity branch = Activity::evoked;
  LossTerms terms;
  double learning_rate = 0.0;
  double gradient_length = 0.0; ///< before it was clipped
  double seconds = 0.0;
};

/// Losses under stimuli that are not trained with. Epoch 0: before training.
struct ValidationRecord {
  int epoch = 0;
  double loss = 0.0; ///< rate, voltage and synchronization averaged over the branches, selectivity and weights as is
  LossTerms evoked, spontaneous;
};

/// Everything that happened in a run so far.
struct TrainingHistory {
  std::vector<UpdateRecord> updates;
  std::vector<ValidationRecord> validations;
};

/// Lines of losses.csv and validation.csv, with the end of line.
std::string update_header();
std::string update_line(const UpdateRecord& record);
std::string validation_table(const TrainingHistory& history);

/// One array per column: "updates/rate", "validation/evoked_rate", ...
void put_history(ArrayFile& file, const TrainingHistory& history);
TrainingHistory take_history(ArrayReader& reader);

} // namespace striate
