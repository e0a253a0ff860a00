// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/voltage_loss.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// dLoss/dz and dLoss/dv of one trial in numbers that can be computed with elsewhere, on a GPU. The spans
/// belong to the objective.
struct TrialGradient {
  VoltageMode voltage_mode = VoltageMode::threshold;
  float voltage_slope = 0.0f; ///< dLoss/dv = slope x voltage_excess(v), every step
  /// dLoss/dz of every neuron in each of the steps first_step..last_step; may be empty.
  std::span<const float> by_count;
  int first_step = 1, last_step = 0;
  /// Populations whose spikes have a gradient of their own in each step after `onset`: neuron i is in members
  /// member_start[i]..member_start[i + 1], and dLoss/dz += population[member][step - onset - 1]. May be empty.
  std::span<const std::uint32_t> member_start, members;
  std::span<const std::vector<double>> population;
  int onset = 0;
};

/// What forward and backward pass ask of the losses. Called on several threads at once, each with its own range of
/// neurons [begin, end); arrays start at neuron `begin`. Steps count from 1.
template <typename Real>
class Objective {
public:
  virtual ~Objective() = default;

  /// Forward pass: v of one step, seen once per trial, step and neuron.
  virtual void observe_voltage(int trial, int step, std::uint32_t begin, std::uint32_t end, const Real* v) = 0;
  /// Backward pass: adds dLoss/dz and dLoss/dv of one step.
  virtual void add_spike_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end,
                                  Real* gradient) const = 0;
  virtual void add_voltage_gradient(int trial, int step, std::uint32_t begin, std::uint32_t end, const Real* v,
                                    Real* gradient) const = 0;

  // The same for a back end that runs neurons elsewhere; on one thread.

  /// Appends what each trial's gradient is made of. Before the backward pass only the voltage part counts. False: these
  /// losses have no such form.
  virtual bool describe(std::vector<TrialGradient>&) const { return false; }
  /// In place of observe_voltage(): the sum of voltage_excess()^2 over all neurons and steps of a trial.
  virtual void observe_voltage_sum(int /*trial*/, double /*sum*/) {}
};

} // namespace striate
