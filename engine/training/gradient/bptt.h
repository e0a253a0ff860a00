// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/gradient/adjoint.h"
#include "engine/training/gradient/back_propagation.h"
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
class Bptt final : public BackPropagation<Real> {
public:
  /// Throws Error when the network cannot be simulated.
  Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options, ThreadPool& pool);

  BpttPlan plan(int trials, int steps) const override;
  std::span<const SpikeTrains> forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                       Objective<Real>& objective, Task* task = nullptr) override;
  void backward(const TrainingWeights& weights, const Objective<Real>& objective, WeightGradient<Real>& gradient,
                Task* task = nullptr) override;
  std::span<const SpikeTrains> spikes() const override { return spikes_; }
  std::vector<SimulatorState> run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                       std::vector<SpikeTrains>& spikes, Task* task = nullptr) override;
  const BpttTimes& times() const override { return times_; }
  std::size_t structure_bytes() const override;

private:
  std::size_t snapshot_bytes() const { return std::size_t{structure_.neurons()} * (11 * sizeof(Real) + 4); }
  typename Forward<Real>::Batch batch_of(std::size_t first, std::size_t count);

  TrainingStructure structure_;
  BpttOptions options_;
  Forward<Real> forward_;
  Adjoint<Real> adjoint_;
  Tape<Real> tape_;
  BpttPlan plan_;
  std::span<const Trial> trials_;
  std::vector<SpikeTrains> spikes_;
  std::vector<TrialState<Real>> states_;
  std::vector<std::vector<TrialState<Real>>> snapshots_; ///< [segment][trial]
  BpttTimes times_;
};

extern template class Bptt<float>;
extern template class Bptt<double>;

} // namespace striate
