// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/bptt.h"

#include "engine/training/gradient/gather_kernels.h"

#include <algorithm>
#include <cstddef>

namespace striate {

template <typename Real>
Bptt<Real>::Bptt(std::shared_ptr<const Network> network, const ModelTables& tables, const BpttOptions& options,
                 ThreadPool& pool)
    : structure_(std::move(network), tables, pool), options_(options),
      forward_(structure_, options.adjoint.hard_reset, pool), adjoint_(structure_, options.adjoint, pool) {}

template <typename Real>
BpttCosts Bptt<Real>::costs(int /*steps*/) const {
  const std::size_t step_bytes = Tape<Real>::step_bytes(structure_.neurons());
  BpttCosts costs;
  costs.fixed = [this](int at_once) { return adjoint_.bytes(at_once); };
  costs.step = [step_bytes](int at_once) { return static_cast<std::size_t>(at_once) * step_bytes; };
  costs.snapshot = std::size_t{structure_.neurons()} * (11 * sizeof(Real) + 4);
  costs.most_at_once = training::most_trials;
  costs.available = options_.memory_bytes;
  return costs;
}

template <typename Real>
void Bptt<Real>::begin_forward(const TrainingWeights& /*weights*/, const Objective<Real>& /*objective*/) {
  const auto trials = this->trials();
  const BpttPlan& plan = this->pass_plan();
  states_.resize(trials.size());
  const std::size_t kept = plan.recomputes ? plan.segment_starts(trials.front().steps()).size() : 0;
  snapshots_.assign(kept, std::vector<TrialState<Real>>(trials.size()));
}

template <typename Real>
void Bptt<Real>::load(const Batch& batch) {
  for (std::size_t k = 0; k < batch.trials.size(); ++k)
    states_[batch.first + k].load(*batch.trials[k].initial, structure_);
}

template <typename Real>
void Bptt<Real>::keep_states(const Batch& batch, std::size_t segment) {
  std::ranges::copy(states_of(batch), snapshots_[segment].begin() + static_cast<std::ptrdiff_t>(batch.first));
}

template <typename Real>
void Bptt<Real>::return_to_states(const Batch& batch, std::size_t segment) {
  std::ranges::copy(std::span(snapshots_[segment]).subspan(batch.first, batch.trials.size()), states_of(batch).begin());
}

template <typename Real>
void Bptt<Real>::run_forward(const TrainingWeights& weights, const Batch& batch, Steps steps, bool taped,
                             Objective<Real>* observed, Task* task) {
  if (taped)
    tape_.open(static_cast<int>(batch.trials.size()), structure_.neurons(), steps.first, steps.last);
  forward_.run(weights, {batch.trials, batch.spikes, states_of(batch), static_cast<int>(batch.first)}, steps.first,
               steps.last, taped ? &tape_ : nullptr, observed, task);
}

template <typename Real>
void Bptt<Real>::begin_backward(const TrainingWeights& weights, const Objective<Real>& /*objective*/,
                                WeightGradient<Real>& gradient) {
  adjoint_.start(weights, gradient);
}

template <typename Real>
void Bptt<Real>::begin_adjoint(const Batch& batch) {
  adjoint_.begin({batch.trials, batch.spikes, static_cast<int>(batch.first)});
}

template <typename Real>
void Bptt<Real>::run_adjoint(const Batch& /*batch*/, Steps steps, const Objective<Real>& objective, Task* task) {
  adjoint_.run(tape_, steps.first, steps.last, objective, task);
}

template <typename Real>
void Bptt<Real>::end_backward(WeightGradient<Real>& /*gradient: that of begin_backward()*/) {
  adjoint_.finish();
}

template <typename Real>
void Bptt<Real>::book_backward(double /*total_s*/, double ends_s, BpttTimes& times) const {
  times.order_s = ends_s;
  times.rows_s = adjoint_.seconds_in_rows();
  times.neurons_s = adjoint_.seconds_in_neurons();
  times.inputs_s = adjoint_.seconds_in_inputs();
}

template <typename Real>
std::size_t Bptt<Real>::structure_bytes() const {
  constexpr std::size_t edge = 2 * sizeof(Real) + sizeof(std::uint16_t); // weight, gradient, index
  return structure_.network->recurrent.edge_count() * edge;
}

// Without a tape the trials share every reading of the synapses, however many they are.
template <typename Real>
std::size_t Bptt<Real>::begin_untaped(const TrainingWeights& /*weights*/, std::span<const Trial> trials) {
  return trials.size();
}

template <typename Real>
std::vector<SimulatorState> Bptt<Real>::run_untaped(const TrainingWeights& weights, const Batch& batch, Task* task) {
  std::vector<TrialState<Real>> states(batch.trials.size());
  for (std::size_t k = 0; k < states.size(); ++k)
    states[k].load(*batch.trials[k].initial, structure_);
  forward_.run(weights, {batch.trials, batch.spikes, states, 0}, 1, batch.trials.front().steps(), nullptr, nullptr,
               task);
  std::vector<SimulatorState> ends;
  for (const TrialState<Real>& state : states)
    ends.push_back(state.save(structure_));
  return ends;
}

template class Bptt<float>;
template class Bptt<double>;

} // namespace striate
