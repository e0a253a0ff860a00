// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/training/trials/trial_source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Trials that are shown together, and their directions of motion (NaN: the stimulus has none; of gray
/// screens they mean nothing).
struct TrialBatch {
  std::vector<Trial> trials;
  std::vector<double> directions_deg;

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

  /// The trials of a batch are made on all threads of the pool.
  TrainingTrials(const Network& network, const TrialSource::Settings& settings, int batch, int validation_batch,
                 ThreadPool& pool);

  TrialBatch evoked(std::int64_t step);
  TrialBatch spontaneous(std::int64_t step);
  /// Gray screens from the zero state, whose ends are the initial states of the trials of a round.
  TrialBatch warm_up(std::int64_t round, int count);

  TrialBatch validation_evoked(); ///< directions equally spaced, or rows of a protocol
  TrialBatch validation_spontaneous();
  TrialBatch validation_warm_up();

private:
  ShownTrial evoked_trial(std::uint32_t number) const;
  TrialBatch gray(std::uint32_t first, int count);
  TrialBatch make(int count, const std::function<ShownTrial(std::uint32_t)>& one);

  TrialSource source_;
  ThreadPool& pool_;
  std::shared_ptr<const SimulatorState> zero_;
  int batch_, validation_batch_;
};

} // namespace striate
