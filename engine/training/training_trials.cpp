#include "engine/training/training_trials.h"

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
                               int validation_batch)
    : source_(network, settings), zero_(zero_state(network)), batch_(batch), validation_batch_(validation_batch) {}

ShownTrial TrainingTrials::evoked_trial(std::uint32_t number) {
  return source_.settings().training ? source_.training_piece(number) : source_.grating(number);
}

TrialBatch TrainingTrials::evoked(std::int64_t step) {
  TrialBatch batch;
  for (int k = 0; k < batch_; ++k)
    batch.add(evoked_trial(number_of(step * 2 * batch_ + k)));
  return batch;
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
  TrialBatch batch;
  for (int k = 0; k < validation_batch_; ++k) {
    const std::uint32_t number = first_validation + number_of(k);
    batch.add(source_.settings().validation ? source_.validation_piece(number, k, validation_batch_)
                                            : source_.grating(number, 360.0 * k / validation_batch_));
  }
  return batch;
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
  TrialBatch batch;
  for (int k = 0; k < count; ++k)
    batch.add(source_.gray(first + number_of(k)));
  return batch;
}

} // namespace striate
