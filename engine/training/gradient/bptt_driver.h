// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/gradient/back_propagation.h"

#include <cstddef>
#include <span>
#include <vector>

namespace striate {

/// The order of back-propagation through time, the same on every back end: which trials run together, the segments of
/// their steps, what is kept between forward and backward pass, and when a segment is computed again. A back end is a
/// derived class that does the parts. One thread calls it at a time.
template <typename Real>
class BpttDriver : public BackPropagation<Real> {
public:
  BpttPlan plan(int trials, int steps) const final { return plan_bptt(costs(steps), trials, steps); }
  std::span<const SpikeTrains> forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                       Objective<Real>& objective, Task* task = nullptr) final;
  void backward(const TrainingWeights& weights, const Objective<Real>& objective, WeightGradient<Real>& gradient,
                Task* task = nullptr) final;
  std::span<const SpikeTrains> spikes() const final { return spikes_; }
  std::vector<SimulatorState> run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                       std::vector<SpikeTrains>& spikes, Task* task = nullptr) final;
  const BpttTimes& times() const final { return times_; }

protected:
  /// Trials that run together.
  struct Batch {
    std::size_t first = 0; ///< of trials()
    std::size_t index = 0; ///< of the batch
    std::span<const Trial> trials;
    std::span<SpikeTrains> spikes;
  };
  struct Steps {
    int first = 1, last = 1; ///< both included
  };

  virtual const Network& network() const = 0;
  virtual BpttCosts costs(int steps) const = 0;

  /// A forward pass over all trials() begins, cut as pass_plan() says. Everything of an earlier pass is forgotten.
  virtual void begin_forward(const TrainingWeights& weights, const Objective<Real>& objective) = 0;
  /// Takes over the inputs and initial states of a batch.
  virtual void load(const Batch& batch) = 0;
  /// Keeps the states of a batch, which are those before the segment; states come in the order of batches and segments.
  virtual void keep_states(const Batch& batch, std::size_t segment) = 0;
  virtual void return_to_states(const Batch& batch, std::size_t segment) = 0;
  /// Runs these steps, onto the tape or not. Observed: by the objective; null: they are computed again.
  virtual void run_forward(const TrainingWeights& weights, const Batch& batch, Steps steps, bool taped,
                           Objective<Real>* observed, Task* task) = 0;
  /// After the last step of a batch: its spikes are in batch.spikes, the objective has all it asks for.
  virtual void end_batch(const Batch& batch, Objective<Real>& objective) = 0;

  virtual void begin_backward(const TrainingWeights& weights, const Objective<Real>& objective,
                              WeightGradient<Real>& gradient) = 0;
  /// The adjoint of a batch begins after its last step.
  virtual void begin_adjoint(const Batch& batch) = 0;
  /// The latest run_forward() is over, also for the clock.
  virtual void wait() = 0;
  /// Back over these steps, which are on the tape.
  virtual void run_adjoint(const Batch& batch, Steps steps, const Objective<Real>& objective, Task* task) = 0;
  virtual void end_backward(WeightGradient<Real>& gradient) = 0;
  /// Fills in what the back end measured of a backward pass that took `total_s`, of it `ends_s` at begin and end.
  virtual void book_backward(double total_s, double ends_s, BpttTimes& times) const = 0;

  /// Prepares a run without tape; returns how many of the trials run together.
  virtual std::size_t begin_untaped(const TrainingWeights& weights, std::span<const Trial> trials) = 0;
  /// Returns the final states, without step and spikes.
  virtual std::vector<SimulatorState> run_untaped(const TrainingWeights& weights, const Batch& batch, Task* task) = 0;

  std::span<const Trial> trials() const { return trials_; } ///< of the latest forward()
  const BpttPlan& pass_plan() const { return plan_; }       ///< for them

private:
  template <typename Work>
  void for_batches(Work&& work);

  BpttPlan plan_;
  std::span<const Trial> trials_;
  std::vector<SpikeTrains> spikes_;
  BpttTimes times_;
};

extern template class BpttDriver<float>;
extern template class BpttDriver<double>;

} // namespace striate
