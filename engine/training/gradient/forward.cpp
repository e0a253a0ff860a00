// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/forward.h"

#include "engine/kernels/neuron_update.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/simulation/state.h"

#include <algorithm>

namespace striate {

namespace {

constexpr std::size_t rows_ahead = 8;
constexpr std::size_t parcels_ahead = 4;
constexpr std::uint32_t prefetched_edges = 256;
constexpr std::uint32_t edges_per_line = 16;

template <typename Real>
void assign(AlignedVector<Real>& to, const float* from, std::size_t count) {
  to.resize(count);
  std::copy_n(from, count, to.begin());
}

template <typename Real>
void append(std::vector<float>& to, const AlignedVector<Real>& from) {
  for (const Real value : from)
    to.push_back(static_cast<float>(value));
}

} // namespace

template <typename Real>
void TrialState<Real>::load(const SimulatorState& from, const TrainingStructure& structure) {
  const auto& model = structure.network->neurons.model;
  check_state(from, static_cast<std::size_t>(structure.max_delay), structure.cells, model);
  const std::size_t n = model.size();
  assign(v, from.v.data(), n);
  for (std::size_t m = 0; m < asc.size(); ++m)
    assign(asc[m], from.asc.data() + m * n, n);
  for (std::size_t r = 0; r < rise.size(); ++r) {
    assign(rise[r], from.psc_rise.data() + r * n, n);
    assign(current[r], from.psc.data() + r * n, n);
  }
  countdown.assign(from.refractory.begin(), from.refractory.end());
  for (const std::uint32_t id : from.spikes.front())
    countdown[id] = structure.cells[model[id]].refractory_steps;
}

template <typename Real>
SimulatorState TrialState<Real>::save(const TrainingStructure& structure) const {
  SimulatorState to;
  append(to.v, v);
  for (const auto& part : asc)
    append(to.asc, part);
  for (const auto& part : current)
    append(to.psc, part);
  for (const auto& part : rise)
    append(to.psc_rise, part);
  to.refractory.resize(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) {
    const bool fired = countdown[i] == structure.cells[structure.network->neurons.model[i]].refractory_steps;
    to.refractory[i] = fired ? std::int16_t{0} : static_cast<std::int16_t>(countdown[i]);
  }
  to.spikes.resize(static_cast<std::size_t>(structure.max_delay));
  return to;
}

template <typename Real>
Forward<Real>::Forward(const TrainingStructure& structure, bool hard_reset, ThreadPool& pool)
    : structure_(structure), hard_reset_(hard_reset), pool_(pool) {
  for (auto& plane : planes_)
    plane.resize(structure.neurons());
  for (std::size_t t = 0; t + 1 < structure.bounds.size(); ++t)
    teams_.push_back(
        {neuron_pieces(structure.network->neurons.model, structure.bounds[t], structure.bounds[t + 1]), {}, {}});
}

template <typename Real>
void Forward<Real>::run(const TrainingWeights& weights, const Batch& batch, int first, int last, Tape<Real>* tape,
                        Objective<Real>* objective, const Task* task) {
  weights_ = &weights;
  batch_ = &batch;
  tape_ = tape;
  objective_ = objective;
  for (Team& team : teams_)
    team.fired.resize(batch.trials.size());
  int t = first;
  const std::function<void(int)> work = [&](int thread) { step(thread, t); };
  for (; t <= last; ++t) {
    if (task)
      task->check();
    pool_.run(work);
    for (std::size_t trial = 0; trial < batch.trials.size(); ++trial) {
      if (batch.spikes[trial].steps() >= t)
        continue;
      for (const Team& team : teams_)
        batch.spikes[trial].append(team.fired[trial]);
      batch.spikes[trial].close_step();
    }
  }
}

template <typename Real>
void Forward<Real>::step(int thread, int t) {
  const FlushDenormals flush;
  Team& team = teams_[static_cast<std::size_t>(thread)];
  for (std::size_t trial = 0; trial < batch_->trials.size(); ++trial) {
    collect(team, thread, trial, t);
    deliver_parcels(team);
    team.fired[trial].clear();
    for (const NeuronPiece& piece : team.pieces) {
      add_background(trial, t, piece.begin, piece.end);
      update(piece, team, trial, t);
    }
  }
}

/// The order of additions is the simulator's: per slot by time of emission, then source, then target; the sum of the
/// background comes last.
template <typename Real>
void Forward<Real>::collect(Team& team, int thread, std::size_t trial, int t) const {
  team.parcels.clear();
  const Trial& inputs = batch_->trials[trial];
  if (structure_.has_recurrent())
    for (int delay = structure_.max_delay; delay >= 1; --delay)
      for (const std::uint32_t source : spikes_at(inputs, batch_->spikes[trial], t - delay))
        add_row(team.parcels, *structure_.recurrent_shares, weights_->recurrent, source, delay, thread);
  if (structure_.has_lgn()) {
    const auto& units = inputs.lgn[static_cast<std::size_t>(t - 1)];
    const RunShares& shares = *structure_.lgn_shares;
    for (std::size_t k = 0; k < units.size(); ++k) {
      if (k + rows_ahead < units.size())
        shares.prefetch(shares.projection().row_run[units[k + rows_ahead]]);
      add_row(team.parcels, shares, weights_->lgn, units[k], -1, thread);
    }
  }
}

/// delay < 0: all runs.
template <typename Real>
void Forward<Real>::add_row(std::vector<Parcel>& parcels, const RunShares& shares, const std::vector<float>& weight,
                            std::uint32_t source, int delay, int thread) const {
  const Projection& projection = shares.projection();
  for (std::size_t run = projection.row_run[source]; run < projection.row_run[source + 1]; ++run) {
    if (delay >= 0 && projection.runs[run].delay != delay)
      continue;
    const EdgeShare edges = shares.share(run, thread);
    if (edges.count != 0)
      parcels.push_back({edges.target, weight.data() + (edges.target - projection.target.data()), edges.count,
                         projection.runs[run].slot});
  }
}

template <typename Real>
void Forward<Real>::deliver_parcels(const Team& team) {
  const auto prefetch = [&](std::size_t k) {
    if (k >= team.parcels.size())
      return;
    const Parcel& parcel = team.parcels[k];
    for (std::uint32_t e = 0; e < std::min(parcel.count, prefetched_edges); e += edges_per_line) {
      __builtin_prefetch(parcel.target + e);
      __builtin_prefetch(parcel.weight + e);
    }
  };
  for (std::size_t k = 0; k < parcels_ahead; ++k)
    prefetch(k);
  for (std::size_t k = 0; k < team.parcels.size(); ++k) {
    prefetch(k + parcels_ahead);
    const Parcel& parcel = team.parcels[k];
    training::deliver(parcel.target, parcel.weight, parcel.count, planes_[parcel.slot].data());
  }
}

template <typename Real>
void Forward<Real>::add_background(std::size_t trial, int t, std::uint32_t begin, std::uint32_t end) {
  const BackgroundProjection& background = structure_.network->background;
  if (background.row_start.empty() || background.source_count == 0)
    return;
  const std::uint32_t* counts =
      batch_->trials[trial].background.data() + static_cast<std::size_t>(t - 1) * background.source_count;
  Real* plane = planes_[ModelTables::external_class].data();
  for (std::uint32_t i = begin; i < end; ++i) {
    Real sum{};
    for (std::uint32_t edge = background.row_start[i]; edge < background.row_start[i + 1]; ++edge)
      sum += static_cast<Real>(counts[background.source[edge]]) * static_cast<Real>(weights_->background[edge]);
    plane[i] += sum;
  }
}

template <typename Real>
void Forward<Real>::update(const NeuronPiece& piece, Team& team, std::size_t trial, int t) {
  TrialState<Real>& state = batch_->states[trial];
  training::ForwardPiece<Real> arrays{};
  for (std::size_t slot = 0; slot < planes_.size(); ++slot)
    arrays.plane[slot] = planes_[slot].data() + piece.begin;
  for (std::size_t r = 0; r < arrays.rise.size(); ++r) {
    arrays.rise[r] = state.rise[r].data() + piece.begin;
    arrays.current[r] = state.current[r].data() + piece.begin;
  }
  arrays.v = state.v.data() + piece.begin;
  arrays.asc_0 = state.asc[0].data() + piece.begin;
  arrays.asc_1 = state.asc[1].data() + piece.begin;
  arrays.countdown = state.countdown.data() + piece.begin;
  const std::uint32_t count = piece.end - piece.begin;
  const CellConstants& cell = structure_.cells[piece.model];
  alignas(64) std::int32_t fires[NeuronPiece::largest];
  training::update_neurons(arrays, count, cell, structure_.synapses, clamp_threshold(hard_reset_), fires);
  for (std::uint32_t i = 0; i < count; ++i)
    if (fires[i] != 0)
      team.fired[trial].push_back(piece.begin + i);
  const int number = batch_->first_trial + static_cast<int>(trial);
  if (objective_)
    objective_->observe_voltage(number, t, piece.begin, piece.end, arrays.v);
  if (!tape_)
    return;
  std::copy_n(arrays.v, count, tape_->v(static_cast<int>(trial), t) + piece.begin);
  std::uint8_t* bits = tape_->free_bits(static_cast<int>(trial), t);
  for (std::uint32_t k = 0; k < count; ++k) {
    const std::uint32_t i = piece.begin + k;
    const bool free = arrays.countdown[k] == 0 || fires[k] != 0; // rho = 0
    const auto bit = static_cast<std::uint8_t>(1u << (i % 8));
    bits[i / 8] = static_cast<std::uint8_t>(free ? bits[i / 8] | bit : bits[i / 8] & ~bit);
  }
}

template struct TrialState<float>;
template struct TrialState<double>;
template class Forward<float>;
template class Forward<double>;

} // namespace striate
