#pragma once
#include "engine/training/trial_source.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Trials that are shown together, and their directions of motion (NaN: the stimulus has none; of gray
/// screens they mean nothing).
struct TrialBatch {
  std::vector<Trial> trials;
  std::vector<double> directions_deg;

  void add(ShownTrial shown) {
    directions_deg.push_back(shown.direction_deg);
    trials.push_back(std::move(shown.trial));
  }
  /// Trial k starts in states[k].
  void start_in(std::span<const std::shared_ptr<const SimulatorState>> states) {
    for (std::size_t k = 0; k < trials.size(); ++k)
      trials[k].initial = states[k];
  }
};

/// The trials of a training run by their place in it: the same place, the same trial, so that a run can go on from any
/// step. Training, gray warm-up and validation never share a trial's noise. One thread at a time.
class TrainingTrials {
public:
  static constexpr std::int64_t most = std::int64_t{1} << 30; ///< trials of a run

  TrainingTrials(const Network& network, const TrialSource::Settings& settings, int batch, int validation_batch);

  TrialBatch evoked(std::int64_t step);
  TrialBatch spontaneous(std::int64_t step);
  /// Gray screens from the zero state, whose ends are the initial states of the trials of a round.
  TrialBatch warm_up(std::int64_t round, int count);

  TrialBatch validation_evoked(); ///< directions equally spaced, or rows of a protocol
  TrialBatch validation_spontaneous();
  TrialBatch validation_warm_up();

private:
  ShownTrial evoked_trial(std::uint32_t number);
  TrialBatch gray(std::uint32_t first, int count);

  TrialSource source_;
  std::shared_ptr<const SimulatorState> zero_;
  int batch_, validation_batch_;
};

} // namespace striate
