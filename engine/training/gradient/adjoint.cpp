// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/adjoint.h"

#include "engine/core/stopwatch.h"
#include "engine/kernels/adjoint_update.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/training/gradient/gather_kernels.h"

#include <algorithm>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int external_delay = 1; ///< an event without delay at step t acts like a spike of step t - 1

/// J of a block takes 128 to 200 kB: less than any second-level cache, and long enough stretches of every row.
std::uint32_t block_columns(int trials) {
  return trials <= 2 ? 8192 : trials <= 5 ? 4096 : 2048;
}

} // namespace

template <typename Real>
Adjoint<Real>::Adjoint(const TrainingStructure& structure, const AdjointOptions& options, ThreadPool& pool)
    : structure_(structure), options_(options), pool_(pool),
      layout_(structure.network->recurrent, block_columns(options.expected_trials), pool),
      ring_(static_cast<std::size_t>(structure.max_delay) + 2) {
  make_tiles();
  row_spikes_.resize(structure.neurons());
  unit_spikes_.resize(structure.network->lgn.source_count);
}

template <typename Real>
void Adjoint<Real>::make_tiles() {
  for (const NeuronPiece& piece : structure_.pieces)
    for (std::uint32_t begin = piece.begin; begin < piece.end; begin += Tile::largest)
      tiles_.push_back({{begin, std::min(piece.end, begin + Tile::largest), piece.model}, {}});
  // Columns are sorted by slot, then target: each slot passes over the tiles once.
  const auto columns = layout_.columns();
  std::uint32_t column = 0;
  while (column < columns.size()) {
    const std::uint8_t slot = columns[column].slot;
    for (Tile& tile : tiles_) {
      const std::uint32_t first = column;
      std::vector<bool> present(ring_);
      for (; column < columns.size() && columns[column].slot == slot && columns[column].target < tile.neurons.end;
           ++column)
        present[columns[column].delay] = true;
      for (std::size_t delay = 0; delay < ring_; ++delay)
        if (present[delay])
          tile.inputs.push_back({slot, static_cast<std::uint8_t>(delay), first, column});
    }
  }
}

template <typename Real>
void Adjoint<Real>::start(const TrainingWeights& weights, WeightGradient<Real>& gradient) {
  gradient_ = &gradient;
  layout_.set_weights(weights.recurrent, pool_);
  layout_gradient_.assign(options_.train_recurrent ? weights.recurrent.size() : 0, Real{0});
  gradient.recurrent.resize(layout_gradient_.size());
  gradient.lgn.assign(options_.train_lgn ? weights.lgn.size() : 0, Real{0});
  gradient.background.assign(options_.train_background ? weights.background.size() : 0, Real{0});
  seconds_in_rows_ = seconds_in_neurons_ = seconds_in_inputs_ = 0.0;
}

template <typename Real>
void Adjoint<Real>::finish() {
  if (options_.train_recurrent)
    layout_.restore_order(std::span<const Real>(layout_gradient_), std::span<Real>(gradient_->recurrent), pool_);
}

template <typename Real>
void Adjoint<Real>::begin(const Batch& batch) {
  batch_ = batch;
  const std::size_t n = structure_.neurons();
  lanes_ = training::lanes_for(static_cast<int>(trials()));
  const auto lanes = static_cast<std::size_t>(lanes_);
  j_.assign(layout_.columns().size() * lanes, Real{0});
  external_j_.assign(trains_inputs() ? n * lanes : 0, Real{0});
  p_.resize(trials());
  q_.resize(trials());
  carry_.resize(trials());
  for (std::size_t trial = 0; trial < trials(); ++trial) {
    p_[trial].assign(ring_ * SynapseConstants::bases * n, Real{0});
    q_[trial].assign(SynapseConstants::bases * n, Real{0});
    carry_[trial].assign(n, Real{0});
  }
  row_result_.resize(lanes);
  for (auto& values : row_result_)
    values.assign(n, Real{0});
  silent_ = true;
}

template <typename Real>
std::size_t Adjoint<Real>::bytes(int trials) const {
  const auto lanes = static_cast<std::size_t>(training::lanes_for(trials));
  const std::size_t per_neuron = lanes * (trains_inputs() ? 2 : 1) +
                                 static_cast<std::size_t>(trials) * (SynapseConstants::bases * (ring_ + 1) + 1);
  return (layout_.columns().size() * lanes + per_neuron * structure_.neurons()) * sizeof(Real);
}

template <typename Real>
void Adjoint<Real>::run(const Tape<Real>& tape, int first, int last, const Objective<Real>& objective,
                        const Task* task) {
  tape_ = &tape;
  objective_ = &objective;
  // Below step 1 there are only the spikes that the initial state remembers.
  const int end = first > 1 ? first : 1 - structure_.max_delay;
  for (int t = last; t >= end; t -= window_steps) {
    if (task)
      task->check();
    window(t);
  }
}

template <typename Real>
void Adjoint<Real>::window(int t) {
  auto start = Clock::now();
  rows(t);
  seconds_in_rows_ += seconds_since(start);
  start = Clock::now();
  if (!silent_)
    external_inputs(t);
  seconds_in_inputs_ += seconds_since(start);
  start = Clock::now();
  pool_.for_blocks(tiles_.size(), 4, [&](std::size_t begin, std::size_t end) {
    const FlushDenormals flush;
    for (std::size_t tile = begin; tile < end; ++tile) {
      neurons(tiles_[tile].neurons, t);
      lay_out(tiles_[tile], t - window_steps);
    }
  });
  silent_ = false;
  seconds_in_neurons_ += seconds_since(start);
}

template <typename Real>
void Adjoint<Real>::neurons(const NeuronPiece& piece, int t) {
  const std::size_t n = structure_.neurons();
  const std::uint32_t count = piece.end - piece.begin;
  const CellConstants& cell = structure_.cells[piece.model];
  const auto carried = static_cast<Real>(1.0 - options_.voltage_damping) * static_cast<Real>(cell.decay);
  alignas(64) Real direct[Tile::largest];
  alignas(64) Real open[Tile::largest];
  std::fill_n(open, count, Real{1});
  for (std::size_t trial = 0; trial < trials(); ++trial)
    for (int w = 0; w < window_steps && t - w >= 1; ++w) {
      const int step = t - w;
      const int number = static_cast<int>(trial);
      std::copy_n(row_result_[lane(w, trial)].data() + piece.begin, count, direct);
      objective_->add_voltage_gradient(batch_.first_trial + number, step, piece.begin, piece.end,
                                       tape_->v(number, step) + piece.begin, direct);
      if (options_.hard_reset)
        training::unpack_bits(tape_->free_bits(number, step), piece.begin, count, open);
      training::AdjointPiece<Real> arrays{};
      arrays.carry = carry_[trial].data() + piece.begin;
      for (std::size_t r = 0; r < arrays.q.size(); ++r) {
        arrays.q[r] = q_[trial].data() + r * n + piece.begin;
        arrays.old_p[r] = p(trial, step - 1, r) + piece.begin;
        arrays.new_p[r] = p(trial, step - 2, r) + piece.begin;
      }
      training::adjoint_neurons(arrays, count, carried, static_cast<Real>(cell.gain), structure_.synapses.decay, direct,
                                open);
    }
}

/// J (docs/model/training.md#eq-3) of the window of steps next, next - 1, next - 2 in every column that ends on the
/// tile.
template <typename Real>
void Adjoint<Real>::lay_out(const Tile& tile, int next) {
  const auto stride = static_cast<std::size_t>(lanes_);
  const std::size_t used = window_steps * trials();
  const auto columns = layout_.columns();
  thread_local std::vector<Real> values;
  values.resize(training::most_lanes * Tile::largest);
  const auto write = [&](Real* to, std::uint32_t neuron) {
    for (std::size_t k = 0; k < used; ++k)
      to[k] = values[k * Tile::largest + neuron - tile.neurons.begin];
  };
  for (const auto& input : tile.inputs) {
    lay_out(tile, next, input.slot, input.delay, values.data());
    for (std::uint32_t column = input.first_column; column < input.end_column; ++column)
      if (columns[column].delay == input.delay)
        write(j_.data() + column * stride, columns[column].target);
  }
  if (!trains_inputs())
    return;
  lay_out(tile, next, ModelTables::external_class, external_delay, values.data());
  for (std::uint32_t i = tile.neurons.begin; i < tile.neurons.end; ++i)
    write(external_j_.data() + i * stride, i);
}

/// values[lane][neuron of the tile] for one kind of synapse. J_t with t < 1 belongs to no event.
template <typename Real>
void Adjoint<Real>::lay_out(const Tile& tile, int next, int slot, int delay, Real* values) const {
  const std::uint32_t count = tile.neurons.end - tile.neurons.begin;
  const int target_class = structure_.cells[tile.neurons.model].synaptic_class;
  for (int w = 0; w < window_steps; ++w)
    for (std::size_t trial = 0; trial < trials(); ++trial) {
      Real* out = values + lane(w, trial) * Tile::largest;
      const int step = next + delay - w;
      if (step < 1) {
        std::fill_n(out, count, Real{0});
        continue;
      }
      std::array<const Real*, SynapseConstants::bases> from{};
      for (std::size_t r = 0; r < from.size(); ++r)
        from[r] = p(trial, step, r) + tile.neurons.begin;
      training::project(from, count, structure_.synapses.drive[target_class][slot], out);
    }
}

template class Adjoint<float>;
template class Adjoint<double>;

} // namespace striate
