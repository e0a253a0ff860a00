// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/bptt.h"

#include "engine/core/stopwatch.h"
#include "engine/training/gradient/batch_check.h"
#include "engine/training/gradient/gather_kernels.h"

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

} // namespace

template <typename Real>
Bptt<Real>::Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options,
                 ThreadPool& pool)
    : structure_(std::move(network), tables, pool), options_(options),
      forward_(structure_, options.adjoint.hard_reset, pool), adjoint_(structure_, options.adjoint, pool) {}

template <typename Real>
BpttPlan Bptt<Real>::plan(int trials, int steps) const {
  const std::size_t step_bytes = Tape<Real>::step_bytes(structure_.neurons());
  BpttCosts costs;
  costs.fixed = [this](int at_once) { return adjoint_.bytes(at_once); };
  costs.step = [step_bytes](int at_once) { return static_cast<std::size_t>(at_once) * step_bytes; };
  costs.snapshot = snapshot_bytes();
  costs.most_at_once = training::most_trials;
  costs.available = options_.memory_bytes;
  return plan_bptt(costs, trials, steps);
}

template <typename Real>
typename Forward<Real>::Batch Bptt<Real>::batch_of(std::size_t first, std::size_t count) {
  return {trials_.subspan(first, count), std::span(spikes_).subspan(first, count),
          std::span(states_).subspan(first, count), static_cast<int>(first)};
}

template <typename Real>
std::span<const SpikeTrains> Bptt<Real>::forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                                 Objective<Real>& objective, Task* task) {
  check_batch(*structure_.network, weights, trials);
  const int steps = trials.front().steps();
  plan_ = plan(static_cast<int>(trials.size()), steps);
  trials_ = trials;
  times_ = {};
  const auto start = Clock::now();
  spikes_.assign(trials.size(), {});
  states_.resize(trials.size());
  for (std::size_t k = 0; k < trials.size(); ++k)
    states_[k].load(*trials[k].initial, structure_);
  const auto starts = plan_.segment_starts(steps);
  snapshots_.assign(plan_.recomputes ? starts.size() : 0, std::vector<TrialState<Real>>(trials.size()));
  const auto at_once = static_cast<std::size_t>(plan_.trials_at_once);
  for (std::size_t first = 0; first < trials.size(); first += at_once) {
    const auto batch = batch_of(first, std::min(at_once, trials.size() - first));
    if (!plan_.recomputes) {
      tape_.open(plan_.trials_at_once, structure_.neurons(), 1, steps);
      forward_.run(weights, batch, 1, steps, &tape_, &objective, task);
      continue;
    }
    for (std::size_t s = 0; s < starts.size(); ++s) {
      for (std::size_t k = 0; k < batch.trials.size(); ++k)
        snapshots_[s][first + k] = states_[first + k];
      forward_.run(weights, batch, starts[s], s + 1 < starts.size() ? starts[s + 1] - 1 : steps, nullptr, &objective,
                   task);
    }
  }
  times_.forward_s = seconds_since(start);
  return spikes_;
}

template <typename Real>
void Bptt<Real>::backward(const TrainingWeights& weights, const Objective<Real>& objective,
                          WeightGradient<Real>& gradient, Task* task) {
  const int steps = trials_.front().steps();
  const auto starts = plan_.segment_starts(steps);
  const auto at_once = static_cast<std::size_t>(plan_.trials_at_once);
  auto start = Clock::now();
  adjoint_.start(weights, gradient);
  times_.order_s = seconds_since(start);
  for (std::size_t first = 0; first < trials_.size(); first += at_once) {
    const auto batch = batch_of(first, std::min(at_once, trials_.size() - first));
    adjoint_.begin({batch.trials, batch.spikes, batch.first_trial});
    if (!plan_.recomputes) {
      adjoint_.run(tape_, 1, steps, objective, task);
      continue;
    }
    for (std::size_t s = starts.size(); s-- > 0;) {
      const int last = s + 1 < starts.size() ? starts[s + 1] - 1 : steps;
      start = Clock::now();
      for (std::size_t k = 0; k < batch.trials.size(); ++k)
        states_[first + k] = snapshots_[s][first + k];
      tape_.open(static_cast<int>(batch.trials.size()), structure_.neurons(), starts[s], last);
      forward_.run(weights, batch, starts[s], last, &tape_, nullptr, task);
      times_.recompute_s += seconds_since(start);
      adjoint_.run(tape_, starts[s], last, objective, task);
    }
  }
  start = Clock::now();
  adjoint_.finish();
  times_.order_s += seconds_since(start);
  times_.rows_s = adjoint_.seconds_in_rows();
  times_.neurons_s = adjoint_.seconds_in_neurons();
  times_.inputs_s = adjoint_.seconds_in_inputs();
}

template <typename Real>
std::size_t Bptt<Real>::structure_bytes() const {
  constexpr std::size_t edge = 2 * sizeof(Real) + sizeof(std::uint16_t); // weight, gradient, index
  return structure_.network->recurrent.edge_count() * edge;
}

template <typename Real>
std::vector<SimulatorState> Bptt<Real>::run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                                 std::vector<SpikeTrains>& spikes, Task* task) {
  check_batch(*structure_.network, weights, trials);
  const int steps = trials.front().steps();
  std::vector<TrialState<Real>> states(trials.size());
  for (std::size_t k = 0; k < trials.size(); ++k)
    states[k].load(*trials[k].initial, structure_);
  spikes.assign(trials.size(), {});
  forward_.run(weights, {trials, spikes, states, 0}, 1, steps, nullptr, nullptr, task);
  std::vector<SimulatorState> ends;
  for (std::size_t k = 0; k < trials.size(); ++k) {
    ends.push_back(states[k].save(structure_));
    ends.back().step = trials[k].initial->step + steps;
    for (std::size_t ago = 0; ago < ends.back().spikes.size(); ++ago) {
      const auto ids = spikes_at(trials[k], spikes[k], steps - static_cast<int>(ago));
      ends.back().spikes[ago].assign(ids.begin(), ids.end());
    }
  }
  return ends;
}

template class Bptt<float>;
template class Bptt<double>;

} // namespace striate
