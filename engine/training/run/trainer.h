// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/run/folder.h"
#include "engine/training/run/step.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace striate {

/// Bytes that a run takes, known before it starts.
struct TrainingMemory {
  std::size_t network = 0; ///< neurons, synapses and their weights before training
  std::size_t weights = 0; ///< under training, gradient and moments
  std::size_t losses = 0;
  std::size_t structure = 0; ///< synapses in the order of the backward pass
  BpttPlan plan;             ///< tape and adjoint state, and how they are cut to fit
  std::string gpu;           ///< where structure and plan are: a GPU, or empty
  std::size_t passes() const { return structure + plan.bytes; }
  /// In the machine's memory.
  std::size_t total() const { return network + weights + losses + (gpu.empty() ? passes() : 0); }
};

/// "1.2 GB (network 0.4, ...); 5 trials of 500 ms at once".
std::string describe(const TrainingMemory& memory, const TrainingSettings& settings);

/// Trains the synapses of a network by back-propagation through time (docs/model/training.md#a-step-of-training):
/// epochs of steps, a validation on held-out stimuli after each, checkpoints in a folder. A run that was interrupted
/// goes on from its latest checkpoint bit for bit; the bits do not depend on the number of threads. Numbers that are
/// not finite bring it back to the latest checkpoint (the second time in a row: to the best) with half the learning
/// rate. A run that goes on with another learning rate takes that in full. Thread rule: one thread calls it; pause()
/// and the task's cancel come from any.
class Trainer {
public:
  /// Begins a run in `folder`, or, when `checkpoint` is not empty, goes on from there. threads: 0 = all cores. Throws
  /// Error: settings or network that cannot be trained, too little memory (says what would fit), a folder in use, a
  /// checkpoint that is damaged or of another network, parameters a run cannot change.
  Trainer(std::shared_ptr<const Network> network, const ParameterSet& parameters, std::filesystem::path folder,
          const std::filesystem::path& checkpoint = {}, const BackPropagationFactory& make = make_back_propagation);

  const TrainingSettings& settings() const { return settings_; }
  const TrainingFolder& folder() const { return folder_; }
  const TrainingState& state() const { return state_; }
  const TrainedWeights& weights() const { return weights_; }
  TrainingMemory memory() const;

  /// Until the last epoch, the end of patience or time. Progress 0..1 is that of this call. Throws TaskCancelled after
  /// a checkpoint was written, Error when files cannot be written, and Error (numbers) when going back did not help:
  /// the latest checkpoint is finite then.
  TrainingEnd run(Task& task, const TrainingObserver& observer = {});
  void pause(bool paused) { paused_.store(paused, std::memory_order_relaxed); }

  /// The network with the weights of the best checkpoint. Throws Error when there is none yet.
  std::shared_ptr<const Network> best_network();

private:
  TrainingEnd loop(Task& task, const TrainingObserver& observer);
  void validate(Task& task, const TrainingObserver& observer);
  NeuronRates validated_rates() const;
  void go_back(const std::string& where, const TrainingObserver& observer);
  void save();
  void wait_while_paused(Task& task) const;
  void report(Task& task) const;
  int epoch() const { return static_cast<int>(state_.update / settings_.updates_per_epoch()); }
  bool between_epochs() const { return state_.update % settings_.updates_per_epoch() == 0; }

  using Clock = std::chrono::steady_clock;
  std::shared_ptr<const Network> network_;
  TrainingSettings settings_;
  ThreadPool pool_;
  TrainingStep step_;
  TrainedWeights weights_;
  TrainingFolder folder_;
  CheckpointKey key_;
  TrainingState state_;

  std::int64_t first_update_ = 0; ///< of this run()
  int back_in_a_row_ = 0;
  Clock::time_point started_{}, saved_{};
  std::atomic<bool> paused_{false};
};

} // namespace striate
