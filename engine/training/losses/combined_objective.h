// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/branch_objective.h"

namespace striate {

/// Evoked and spontaneous trials in one batch: the first `evoked_trials` belong to one objective, the others to the
/// other. Both must outlive it.
class CombinedObjective final : public Objective<float> {
public:
  CombinedObjective(BranchObjective& evoked, int evoked_trials, BranchObjective& spontaneous)
      : evoked_(evoked), spontaneous_(spontaneous), evoked_trials_(evoked_trials) {}

  void observe_voltage(int trial, int step, std::uint32_t begin, std::uint32_t end, const float* v) override {
    of(trial).observe_voltage(own(trial), step, begin, end, v);
  }
  void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, float* gradient) const override {
    of(trial).add_spike_gradient(own(trial), step, begin, end, gradient);
  }
  void add_voltage_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, const float* v,
                            float* gradient) const override {
    of(trial).add_voltage_gradient(own(trial), step, begin, end, v, gradient);
  }
  bool describe(std::vector<TrialGradient>& trials) const override {
    return evoked_.describe(trials) && spontaneous_.describe(trials);
  }
  void observe_voltage_sum(int trial, double sum) override { of(trial).observe_voltage_sum(own(trial), sum); }

private:
  BranchObjective& of(int trial) const { return trial < evoked_trials_ ? evoked_ : spontaneous_; }
  int own(int trial) const { return trial < evoked_trials_ ? trial : trial - evoked_trials_; }

  BranchObjective& evoked_;
  BranchObjective& spontaneous_;
  int evoked_trials_;
};

} // namespace striate
