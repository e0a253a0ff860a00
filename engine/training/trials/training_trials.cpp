// SPDX-License-Identifier: Apache-2.0
#include "engine/training/trials/training_trials.h"

namespace striate {

namespace {

// Numbers of trials: a quarter of all for training, a quarter for warm-up, half for validation.
constexpr std::uint32_t first_warm_up = 1u << 30;
constexpr std::uint32_t first_validation = 1u << 31;

std::uint32_t number_of(std::int64_t place) {
  return static_cast<std::uint32_t>(place);
}

} // namespace

TrainingTrials::TrainingTrials(const Network& network, const TrialSource::Settings& settings, int batch,
                               int validation_batch, ThreadPool& pool)
    : source_(network, settings), pool_(pool), zero_(zero_state(network)), batch_(batch),
      validation_batch_(validation_batch) {}

ShownTrial TrainingTrials::evoked_trial(std::uint32_t number) const {
  return source_.settings().training ? source_.training_piece(number) : source_.grating(number);
}

TrialBatch TrainingTrials::evoked(std::int64_t step) {
  const std::uint32_t first = number_of(step * 2 * batch_);
  return make(batch_, [&](std::uint32_t k) { return evoked_trial(first + k); });
}

TrialBatch TrainingTrials::spontaneous(std::int64_t step) {
  return gray(number_of(step * 2 * batch_ + batch_), batch_);
}

TrialBatch TrainingTrials::warm_up(std::int64_t round, int count) {
  TrialBatch batch = gray(first_warm_up + number_of(round * 2 * batch_), count);
  for (Trial& trial : batch.trials)
    trial.initial = zero_;
  return batch;
}

TrialBatch TrainingTrials::validation_evoked() {
  return make(validation_batch_, [&](std::uint32_t k) {
    const std::uint32_t number = first_validation + k;
    return source_.settings().validation ? source_.validation_piece(number, static_cast<int>(k), validation_batch_)
                                         : source_.grating(number, 360.0 * k / validation_batch_);
  });
}

TrialBatch TrainingTrials::validation_spontaneous() {
  return gray(first_validation + number_of(validation_batch_), validation_batch_);
}

TrialBatch TrainingTrials::validation_warm_up() {
  TrialBatch batch = gray(first_validation + number_of(2 * validation_batch_), validation_batch_);
  for (Trial& trial : batch.trials)
    trial.initial = zero_;
  return batch;
}

TrialBatch TrainingTrials::gray(std::uint32_t first, int count) {
  return make(count, [&](std::uint32_t k) { return source_.gray(first + k); });
}

TrialBatch TrainingTrials::make(int count, const std::function<ShownTrial(std::uint32_t)>& one) {
  TrialBatch batch;
  batch.trials.resize(static_cast<std::size_t>(count));
  batch.directions_deg.resize(batch.trials.size());
  pool_.for_blocks(batch.trials.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      ShownTrial shown = one(static_cast<std::uint32_t>(k));
      batch.trials[k] = std::move(shown.trial);
      batch.directions_deg[k] = shown.direction_deg;
    }
  });
  return batch;
}

} // namespace striate
