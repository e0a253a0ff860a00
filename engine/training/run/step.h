// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/training/losses/weight_distribution_loss.h"
#include "engine/training/run/checkpoint.h"
#include "engine/training/run/observer.h"
#include "engine/training/run/settings.h"
#include "engine/training/trials/training_trials.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// What computes forward and backward pass of a run.
using BackPropagationFactory = std::function<std::unique_ptr<BackPropagation<float>>(
    std::shared_ptr<const Network>, const TrainingSettings&, ThreadPool&)>;
/// The CPU, or a GPU when the settings say so. Throws Error when there is none.
std::unique_ptr<BackPropagation<float>> make_back_propagation(std::shared_ptr<const Network> network,
                                                              const TrainingSettings& settings, ThreadPool& pool);

/// The numbers of a training run: computes updates and validations, keeps nothing between them. One thread at a time.
class TrainingStep {
public:
  /// Throws Error when the network cannot be trained like this (cell types without targets, a batch that does not fit
  /// the memory: says what would).
  TrainingStep(std::shared_ptr<const Network> network, const TrainingSettings& settings, ThreadPool& pool,
               const BackPropagationFactory& make = make_back_propagation);

  /// S of every neuron, mV.
  std::vector<float> unit() const;
  BpttPlan plan() const;
  std::size_t loss_bytes() const;
  const BackPropagation<float>& back_propagation() const { return *bptt_; }
  ResidentOptimizer* optimizer() { return bptt_->optimizer(); } ///< for TrainedWeights::step_on()

  /// Brings the initial states up to date for the update that comes next.
  void warm_up(TrainingState& state, const TrainedWeights& weights, Task& task);
  /// The next update. Returns false, with state and weights as before, when it gave numbers that are not finite.
  /// Throws TaskCancelled; state and weights are as before then, too.
  bool update(TrainingState& state, TrainedWeights& weights, UpdateView& view, Task& task);
  ValidationRecord validate(int epoch, const TrainingState& state, const TrainedWeights& weights, Task& task);
  /// [N] Rates of the latest validation or update that had this branch, in its window; valid until the next.
  std::span<const double> rates_per_ms(Activity activity) const {
    return (activity == Activity::evoked ? evoked_ : spontaneous_).rates();
  }

private:
  struct Branch {
    Activity activity;
    TrialBatch shown;
    LossTerms terms;
  };
  std::vector<Branch> branches_of(const TrainingState& state);
  BranchObjective& objective(Activity activity) { return activity == Activity::evoked ? evoked_ : spontaneous_; }
  void run(std::vector<Branch>& branches, const TrainedWeights& weights, std::vector<double>& average_rate,
           std::uint64_t key, bool with_gradient, Task& task);
  std::vector<SimulatorState> ends_of(TrialBatch gray, const TrainedWeights& weights, Task& task);

  std::shared_ptr<const Network> network_;
  TrainingSettings settings_;
  ThreadPool& pool_;
  std::unique_ptr<BackPropagation<float>> bptt_;
  TrainingTrials trials_;
  BranchObjective evoked_, spontaneous_;
  std::unique_ptr<WeightDistributionLoss> weight_loss_; ///< null when it costs nothing or the weights stay
  WeightGradient<float> gradient_;
  std::vector<Trial> shown_;       ///< of the latest forward pass
  std::vector<double> directions_; ///< of the latest update
};

} // namespace striate
