#include "engine/training/bptt.h"

#include "engine/core/errors.h"
#include "engine/training/adjoint_update.h"
#include "engine/training/gather_kernels.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int count_segments(int steps, int segment_steps) {
  return (steps + segment_steps - 1) / segment_steps;
}

} // namespace

template <typename Real>
Bptt<Real>::Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options,
                 ThreadPool& pool)
    : structure_(std::move(network), tables, pool), options_(options),
      forward_(structure_, options.adjoint.hard_reset, pool), adjoint_(structure_, options.adjoint, pool) {}

/// As many trials at once as possible, since they share every reading of the synapses; then segments as long as fit.
template <typename Real>
BpttPlan Bptt<Real>::plan(int trials, int steps) const {
  const std::size_t step_bytes = Tape<Real>::step_bytes(structure_.neurons());
  std::size_t least = ~std::size_t{0};
  for (int at_once = std::min(trials, training::most_trials); at_once >= 1; --at_once) {
    const std::size_t fixed = adjoint_.bytes(at_once);
    const auto width = static_cast<std::size_t>(at_once) * step_bytes;
    const std::size_t whole = fixed + width * static_cast<std::size_t>(steps);
    if (at_once == trials && whole <= options_.memory_bytes)
      return {at_once, steps, false, whole};
    for (int segment = (steps + window_steps - 1) / window_steps * window_steps; segment >= window_steps;
         segment -= window_steps) {
      const std::size_t bytes = fixed + width * static_cast<std::size_t>(std::min(segment, steps)) +
                                snapshot_bytes() * static_cast<std::size_t>(trials) *
                                    static_cast<std::size_t>(count_segments(steps, segment));
      least = std::min(least, bytes);
      if (bytes <= options_.memory_bytes)
        return {at_once, segment, true, bytes};
    }
  }
  int fits = trials;
  for (; fits > 0; --fits) {
    std::size_t best = ~std::size_t{0};
    for (int segment = window_steps; segment < steps + window_steps; segment += window_steps)
      best = std::min(best, adjoint_.bytes(1) + step_bytes * static_cast<std::size_t>(std::min(segment, steps)) +
                                snapshot_bytes() * static_cast<std::size_t>(fits * count_segments(steps, segment)));
    if (best <= options_.memory_bytes)
      break;
  }
  throw Error(fmt::format("A batch of {} trials of {} ms of this network needs at least {:.0f} MB for training, {:.0f} "
                          "MB are allowed; {}.",
                          trials, steps, static_cast<double>(least) * 1e-6,
                          static_cast<double>(options_.memory_bytes) * 1e-6,
                          fits > 0 ? fmt::format("allow more or train with at most {} trials", fits)
                                   : std::string("allow more or take a smaller network")),
              Error::Kind::usage);
}

template <typename Real>
void Bptt<Real>::check(const TrainingWeights& weights, std::span<const Trial> trials) const {
  const Network& network = *structure_.network;
  if (weights.recurrent.size() != network.recurrent.edge_count() || weights.lgn.size() != network.lgn.edge_count() ||
      weights.background.size() != network.background.weight.size())
    throw Error(fmt::format("The weights ({} recurrent, {} LGN, {} background) are not those of the network \"{}\"; "
                            "use the checkpoint of this network.",
                            weights.recurrent.size(), weights.lgn.size(), weights.background.size(), network.name));
  if (trials.empty())
    throw Error("A batch needs at least one trial.", Error::Kind::usage);
  const int steps = trials.front().steps();
  for (const Trial& trial : trials) {
    if (!trial.initial || trial.steps() != steps || steps == 0 ||
        trial.background.size() != static_cast<std::size_t>(steps) * network.background.source_count)
      throw Error("The trials of a batch must have an initial state, the same positive length and background counts "
                  "of every step.");
    for (const auto& ids : trial.lgn)
      for (const std::uint32_t unit : ids)
        if (unit >= network.lgn.source_count)
          throw Error(fmt::format("LGN unit {} fires in a trial, but the network \"{}\" has {} LGN units.", unit,
                                  network.name, network.lgn.source_count));
  }
}

/// First steps of the segments, ascending; all but the first span a multiple of window_steps.
template <typename Real>
std::vector<int> Bptt<Real>::segment_starts(int steps) const {
  std::vector<int> starts;
  for (int last = steps; last >= 1; last -= plan_.segment_steps)
    starts.push_back(std::max(1, last - plan_.segment_steps + 1));
  std::reverse(starts.begin(), starts.end());
  return starts;
}

template <typename Real>
typename Forward<Real>::Batch Bptt<Real>::batch_of(std::size_t first, std::size_t count) {
  return {trials_.subspan(first, count), std::span(spikes_).subspan(first, count),
          std::span(states_).subspan(first, count), static_cast<int>(first)};
}

template <typename Real>
std::span<const SpikeTrains> Bptt<Real>::forward(const TrainingWeights& weights, std::span<const Trial> trials,
                                                 Objective<Real>& objective, Task* task) {
  check(weights, trials);
  const int steps = trials.front().steps();
  plan_ = plan(static_cast<int>(trials.size()), steps);
  trials_ = trials;
  times_ = {};
  const auto start = Clock::now();
  spikes_.assign(trials.size(), {});
  states_.resize(trials.size());
  for (std::size_t k = 0; k < trials.size(); ++k)
    states_[k].load(*trials[k].initial, structure_);
  const auto starts = segment_starts(steps);
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
  const auto starts = segment_starts(steps);
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
std::vector<SimulatorState> Bptt<Real>::run_free(const TrainingWeights& weights, std::span<const Trial> trials,
                                                 std::vector<SpikeTrains>& spikes, Task* task) {
  check(weights, trials);
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
