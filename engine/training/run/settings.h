// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"
#include "engine/training/gradient/back_propagation.h"
#include "engine/training/losses/branch_objective.h"
#include "engine/training/optimizer/learning_rate.h"
#include "engine/training/optimizer/optimizer.h"
#include "engine/training/trials/trial_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace striate {

/// How a network is trained, from the parameters of the groups "Training ..."; the defaults are the published protocol
/// (docs/model/training.md#a-step-of-training).
struct TrainingSettings {
  int epochs = 75, steps_per_epoch = 25;
  int batch = 5; ///< trials of each kind in a step
  enum class Order : std::uint8_t {
    sequential, ///< an update after the gratings, another after the gray screens
    combined    ///< one for both
  } order = Order::sequential;
  bool gray_every_step = false; ///< initial states anew in every step instead of every epoch
  enum class Recurrent : std::uint8_t { synapses, edge_types, off } recurrent = Recurrent::synapses;

  int validation_batch = 8;
  int patience = 500;               ///< epochs without a better validation
  double time_limit_s = 0.0;        ///< 0 = none
  double checkpoint_interval_s = 0; ///< within epochs; 0 = only after them

  TrialSource::Settings trials;
  LossSettings losses;
  OptimizerSettings optimizer;
  LearningRate learning_rate;
  BpttOptions bptt;
  bool on_gpu = false; ///< forward and backward pass on a GPU

  int updates_per_step() const { return order == Order::sequential ? 2 : 1; }
  std::int64_t updates_per_epoch() const { return std::int64_t{steps_per_epoch} * updates_per_step(); }
  std::int64_t updates() const { return epochs * updates_per_epoch(); }
};

/// Throws a usage Error for what cannot be trained: the dynamics "nest", nothing to train, a trial without stimulus,
/// more trials than there are random numbers, a protocol whose rows are too short; Error for one that cannot be read.
TrainingSettings training_settings(const ParameterSet& parameters);

/// Keys whose values a run keeps from its first step on, since its state depends on them: those that differ.
std::vector<std::string> changed_for_good(const ParameterSet& before, const ParameterSet& now);
/// Whether the schedule of the learning rate differs.
bool rate_changed(const ParameterSet& before, const ParameterSet& now);

} // namespace striate
