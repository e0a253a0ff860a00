// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/bptt_driver.h"

#include "engine/core/stopwatch.h"
#include "engine/training/gradient/batch_check.h"

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

/// Last step of a segment.
int last_step(const std::vector<int>& starts, std::size_t segment, int steps) {
  return segment + 1 < starts.size() ? starts[segment + 1] - 1 : steps;
}

/// Step and newest spikes of a final state, as the next trial needs them.
void end_trial(const Trial& trial, const SpikeTrains& spikes, SimulatorState& state) {
  const int steps = trial.steps();
  state.step = trial.initial->step + steps;
  for (std::size_t ago = 0; ago < state.spikes.size(); ++ago) {
    const auto ids = spikes_at(trial, spikes, steps - static_cast<int>(ago));
    state.spikes[ago].assign(ids.begin(), ids.end());
  }
}

} // namespace

template <typename Real>
template <typename Work>
void BpttDriver<Real>::for_batches(Work&& work) {
  const auto at_once = static_cast<std::size_t>(plan_.trials_at_once);
  for (std::size_t first = 0, index = 0; first < trials_.size(); first += at_once, ++index) {
    const std::size_t count = std::min(at_once, trials_.size() - first);
    work(Batch{first, index, trials_.subspan(first, count), std::span(spikes_).subspan(first, count)});
  }
}

template <typename Real>
std::span<const SpikeTrains> BpttDriver<Real>::forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                                       Objective<Real>& objective, Task* task) {
  check_batch(network(), weights, trials);
  const int steps = trials.front().steps();
  plan_ = plan(static_cast<int>(trials.size()), steps);
  trials_ = trials;
  times_ = {};
  const auto start = Clock::now();
  spikes_.assign(trials.size(), {});
  const auto starts = plan_.segment_starts(steps);
  begin_forward(weights, objective);
  for_batches([&](const Batch& batch) {
    load(batch);
    if (!plan_.recomputes)
      run_forward(weights, batch, {1, steps}, true, &objective, task);
    for (std::size_t s = 0; plan_.recomputes && s < starts.size(); ++s) {
      keep_states(batch, s);
      run_forward(weights, batch, {starts[s], last_step(starts, s, steps)}, false, &objective, task);
    }
    end_batch(batch, objective);
  });
  times_.forward_s = seconds_since(start);
  return spikes_;
}

template <typename Real>
void BpttDriver<Real>::backward(const TrainingWeights& weights, const Objective<Real>& objective,
                                WeightGradient<Real>& gradient, Task* task) {
  const int steps = trials_.front().steps();
  const auto starts = plan_.segment_starts(steps);
  const auto start = Clock::now();
  begin_backward(weights, objective, gradient);
  double ends_s = seconds_since(start);
  for_batches([&](const Batch& batch) {
    begin_adjoint(batch);
    if (!plan_.recomputes)
      run_adjoint(batch, {1, steps}, objective, task);
    for (std::size_t s = starts.size(); plan_.recomputes && s-- > 0;) {
      const Steps segment{starts[s], last_step(starts, s, steps)};
      const auto again = Clock::now();
      return_to_states(batch, s);
      run_forward(weights, batch, segment, true, nullptr, task);
      wait();
      times_.recompute_s += seconds_since(again);
      run_adjoint(batch, segment, objective, task);
    }
  });
  const auto end = Clock::now();
  end_backward(gradient);
  ends_s += seconds_since(end);
  book_backward(seconds_since(start), ends_s, times_);
}

template <typename Real>
std::vector<SimulatorState> BpttDriver<Real>::run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                                       std::vector<SpikeTrains>& spikes, Task* task) {
  check_batch(network(), weights, trials);
  const std::size_t at_once = begin_untaped(weights, trials);
  spikes.assign(trials.size(), {});
  std::vector<SimulatorState> ends;
  for (std::size_t first = 0, index = 0; first < trials.size(); first += at_once, ++index) {
    const std::size_t count = std::min(at_once, trials.size() - first);
    const Batch batch{first, index, trials.subspan(first, count), std::span(spikes).subspan(first, count)};
    for (SimulatorState& state : run_untaped(weights, batch, task)) {
      end_trial(trials[ends.size()], spikes[ends.size()], state);
      ends.push_back(std::move(state));
    }
  }
  return ends;
}

template class BpttDriver<float>;
template class BpttDriver<double>;

} // namespace striate
