// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/gradient/adjoint.h"
#include "engine/training/gradient/bptt_driver.h"
#include "engine/training/gradient/forward.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Back-propagation through time on the CPU. What is kept between forward and backward pass is v and one bit per
/// neuron and step, or, when that exceeds the memory, the state at the start of each segment, from which the segment is
/// computed again: the same gradient bit for bit. One thread calls it at a time.
template <typename Real>
class Bptt final : public BpttDriver<Real> {
public:
  /// Throws Error when the network cannot be simulated.
  Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options, ThreadPool& pool);

  std::size_t structure_bytes() const override;

private:
  using typename BpttDriver<Real>::Batch;
  using typename BpttDriver<Real>::Steps;

  const Network& network() const override { return *structure_.network; }
  BpttCosts costs(int steps) const override;
  void begin_forward(const TrainingWeights& weights, const Objective<Real>& objective) override;
  void load(const Batch& batch) override;
  void keep_states(const Batch& batch, std::size_t segment) override;
  void return_to_states(const Batch& batch, std::size_t segment) override;
  void run_forward(const TrainingWeights& weights, const Batch& batch, Steps steps, bool taped,
                   Objective<Real>* observed, Task* task) override;
  void end_batch(const Batch&, Objective<Real>&) override {}
  void begin_backward(const TrainingWeights& weights, const Objective<Real>& objective,
                      WeightGradient<Real>& gradient) override;
  void begin_adjoint(const Batch& batch) override;
  void wait() override {}
  void run_adjoint(const Batch& batch, Steps steps, const Objective<Real>& objective, Task* task) override;
  void end_backward(WeightGradient<Real>& gradient) override;
  void book_backward(double total_s, double ends_s, BpttTimes& times) const override;
  std::size_t begin_untaped(const TrainingWeights& weights, std::span<const Trial> trials) override;
  std::vector<SimulatorState> run_untaped(const TrainingWeights& weights, const Batch& batch, Task* task) override;

  std::span<TrialState<Real>> states_of(const Batch& batch) {
    return std::span(states_).subspan(batch.first, batch.trials.size());
  }

  TrainingStructure structure_;
  BpttOptions options_;
  Forward<Real> forward_;
  Adjoint<Real> adjoint_;
  Tape<Real> tape_;
  std::vector<TrialState<Real>> states_;                 ///< of each trial
  std::vector<std::vector<TrialState<Real>>> snapshots_; ///< [segment][trial]
};

extern template class Bptt<float>;
extern template class Bptt<double>;

} // namespace striate
