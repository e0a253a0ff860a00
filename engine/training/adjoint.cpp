#include "engine/training/adjoint.h"

#include "engine/simulation/flush_denormals.h"
#include "engine/training/adjoint_update.h"
#include "engine/training/gather_kernels.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr int external_delay = 1; ///< an event without delay at step t acts like a spike of step t - 1

} // namespace

template <typename Real>
Adjoint<Real>::Adjoint(const TrainingStructure& structure, const AdjointOptions& options, ThreadPool& pool)
    : structure_(structure), options_(options), pool_(pool), inputs_(structure.piece_inputs),
      ring_(static_cast<std::size_t>(structure.max_delay) + 2) {
  if (options.train_lgn || options.train_background)
    for (auto& kinds : inputs_)
      kinds.push_back({ModelTables::external_class, external_delay});
  plane_of_.assign(SynapseConstants::slots, std::vector<std::size_t>(ring_));
  std::vector<std::vector<bool>> used(SynapseConstants::slots, std::vector<bool>(ring_));
  for (const auto& kinds : inputs_)
    for (const auto& kind : kinds)
      used[kind.slot][kind.delay] = true;
  std::size_t count = 0;
  for (std::size_t slot = 0; slot < used.size(); ++slot)
    for (std::size_t delay = 0; delay < ring_; ++delay)
      if (used[slot][delay])
        plane_of_[slot][delay] = count++;
  planes_.resize(count);
  row_spikes_.resize(structure.neurons());
  unit_spikes_.resize(structure.network->lgn.source_count);
}

template <typename Real>
void Adjoint<Real>::begin(const Batch& batch) {
  batch_ = batch;
  const std::size_t trials = batch.trials.size();
  const std::size_t n = structure_.neurons();
  lanes_ = training::lanes_for(static_cast<int>(trials));
  const auto lanes = static_cast<std::size_t>(lanes_);
  for (auto& values : planes_)
    values.assign(n * lanes, Real{0});
  p_.resize(trials);
  q_.resize(trials);
  carry_.resize(trials);
  for (std::size_t trial = 0; trial < trials; ++trial) {
    p_[trial].assign(ring_ * SynapseConstants::bases * n, Real{0});
    q_[trial].assign(SynapseConstants::bases * n, Real{0});
    carry_[trial].assign(n, Real{0});
  }
  row_result_.resize(lanes);
  for (auto& values : row_result_)
    values.assign(n, Real{0});
  silent_ = true;
}

/// pbar of step t: the ring holds those of the window's reach.
template <typename Real>
const Real* Adjoint<Real>::p(std::size_t trial, int t, std::size_t basis) const {
  const auto ring = static_cast<int>(ring_);
  const auto place = static_cast<std::size_t>(((t % ring) + ring) % ring);
  return p_[trial].data() + (place * SynapseConstants::bases + basis) * structure_.neurons();
}

template <typename Real>
void Adjoint<Real>::run(const TrainingWeights& weights, const Tape<Real>& tape, int first, int last,
                        const Objective<Real>& objective, WeightGradient<Real>& gradient, const Task* task) {
  weights_ = &weights;
  tape_ = &tape;
  objective_ = &objective;
  gradient_ = &gradient;
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
  if (structure_.has_recurrent()) {
    mark_spikes(t, true);
    pool_.for_blocks(structure_.neurons(), row_block, [&](std::size_t begin, std::size_t end) { rows(begin, end, t); });
    mark_spikes(t, false);
  }
  seconds_in_rows_ += seconds_since(start);
  start = Clock::now();
  if (options_.train_lgn && structure_.has_lgn() && !silent_) {
    units_.clear();
    for (std::size_t trial = 0; trial < batch_.trials.size(); ++trial)
      for (int w = 0; w < window_steps; ++w)
        if (const int step = t - w + external_delay; step >= 1 && step <= batch_.trials[trial].steps())
          for (const std::uint32_t unit : batch_.trials[trial].lgn[static_cast<std::size_t>(step - 1)]) {
            if (unit_spikes_[unit] == 0)
              units_.push_back(unit);
            unit_spikes_[unit] |= 1u << (static_cast<std::size_t>(w) * batch_.trials.size() + trial);
          }
    pool_.for_blocks(units_.size(), 16, [&](std::size_t begin, std::size_t end) { lgn_rows(begin, end, t); });
    for (const std::uint32_t unit : units_)
      unit_spikes_[unit] = 0;
  }
  if (options_.train_background && !silent_)
    pool_.for_blocks(structure_.network->background.row_start.empty() ? 0 : structure_.neurons(), 1024,
                     [&](std::size_t begin, std::size_t end) { background_rows(begin, end, t); });
  seconds_in_inputs_ += seconds_since(start);
  start = Clock::now();
  pool_.for_blocks(structure_.pieces.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t piece = begin; piece < end; ++piece) {
      neurons(structure_.pieces[piece], t);
      lay_out(piece, t - window_steps);
    }
  });
  silent_ = false;
  seconds_in_neurons_ += seconds_since(start);
}

/// Notes in row_spikes_ who fired in which lane of the window, or wipes it.
template <typename Real>
void Adjoint<Real>::mark_spikes(int t, bool set) {
  const std::size_t trials = batch_.trials.size();
  for (std::size_t trial = 0; trial < trials; ++trial)
    for (int w = 0; w < window_steps; ++w) {
      const std::uint32_t bit = set ? 1u << (static_cast<std::size_t>(w) * trials + trial) : 0u;
      for (const std::uint32_t id : spikes_at(batch_.trials[trial], batch_.spikes[trial], t - w))
        row_spikes_[id] = set ? row_spikes_[id] | bit : 0u;
    }
}

/// factors[lane][row]: psi [rho = 0], the weight of zbar in vbar; 0 below step 1.
template <typename Real>
void Adjoint<Real>::row_factors(std::uint32_t begin, std::uint32_t count, int t, std::vector<Real>& factors) const {
  const std::size_t trials = batch_.trials.size();
  factors.assign(static_cast<std::size_t>(lanes_) * row_block, Real{0});
  for (int w = 0; w < window_steps && t - w >= 1; ++w)
    for (std::size_t trial = 0; trial < trials; ++trial) {
      Real* lane = factors.data() + (static_cast<std::size_t>(w) * trials + trial) * row_block;
      const int number = static_cast<int>(trial);
      training::unpack_bits(tape_->free_bits(number, t - w), begin, count, lane);
      training::surrogate(options_.surrogate, tape_->v(number, t - w) + begin, lane, count, lane);
    }
}

template <typename Real>
void Adjoint<Real>::rows(std::size_t begin, std::size_t end, int t) {
  const FlushDenormals flush;
  const auto first = static_cast<std::uint32_t>(begin);
  const auto count = static_cast<std::uint32_t>(end - begin);
  const std::size_t trials = batch_.trials.size();
  const std::size_t used = window_steps * trials;
  thread_local std::vector<Real> factors, direct;
  row_factors(first, count, t, factors);
  direct.assign(used * row_block, Real{0});
  for (int w = 0; w < window_steps && t - w >= 1; ++w)
    for (std::size_t trial = 0; trial < trials; ++trial)
      objective_->add_spike_gradient(batch_.first_trial + static_cast<int>(trial), t - w, first, first + count,
                                     direct.data() + (static_cast<std::size_t>(w) * trials + trial) * row_block);
  const auto damping = static_cast<Real>(options_.recurrent_damping);
  std::uint64_t visited = 0;
  for (std::uint32_t k = 0; k < count; ++k) {
    bool wanted = false;
    for (std::size_t lane = 0; lane < used; ++lane)
      wanted |= factors[lane * row_block + k] != Real{0};
    alignas(64) Real sum[training::most_lanes] = {};
    if (!silent_)
      visited += one_row(first + k, wanted, sum);
    for (std::size_t lane = 0; lane < used; ++lane)
      row_result_[lane][first + k] =
          factors[lane * row_block + k] * (direct[lane * row_block + k] + damping * sum[lane]);
  }
  std::atomic_ref(edges_visited_).fetch_add(visited, std::memory_order_relaxed);
}

/// sum: over the row, if wanted; the weight gradient, if the source fired. Returns the number of edges read.
template <typename Real>
std::uint64_t Adjoint<Real>::one_row(std::uint32_t source, bool wanted, Real* sum) {
  const Projection& projection = structure_.network->recurrent;
  const bool fired = options_.train_recurrent && row_spikes_[source] != 0;
  if (!wanted && !fired)
    return 0;
  std::uint64_t edges = 0;
  for (std::size_t run = projection.row_run[source]; run < projection.row_run[source + 1]; ++run) {
    const EdgeRun& kind = projection.runs[run];
    const std::uint64_t count = projection.runs[run + 1].begin - kind.begin;
    const std::uint32_t* target = projection.target.data() + kind.begin;
    const Real* from = plane(kind.slot, kind.delay).data();
    edges += count;
    if (wanted)
      training::gather(lanes_, target, weights_->recurrent.data() + kind.begin, count, from, sum);
    if (fired)
      for (std::uint32_t left = row_spikes_[source]; left != 0; left &= left - 1)
        training::collect(lanes_, std::countr_zero(left), target, count, from,
                          gradient_->recurrent.data() + kind.begin);
  }
  return edges;
}

template <typename Real>
void Adjoint<Real>::lgn_rows(std::size_t begin, std::size_t end, int) {
  const Projection& projection = structure_.network->lgn;
  const Real* from = plane(ModelTables::external_class, external_delay).data();
  for (std::size_t k = begin; k < end; ++k)
    for (std::size_t run = projection.row_run[units_[k]]; run < projection.row_run[units_[k] + 1]; ++run) {
      const std::uint64_t first = projection.runs[run].begin;
      for (std::uint32_t left = unit_spikes_[units_[k]]; left != 0; left &= left - 1)
        training::collect(lanes_, std::countr_zero(left), projection.target.data() + first,
                          projection.runs[run + 1].begin - first, from, gradient_->lgn.data() + first);
    }
}

template <typename Real>
void Adjoint<Real>::background_rows(std::size_t begin, std::size_t end, int t) {
  const BackgroundProjection& background = structure_.network->background;
  const std::size_t trials = batch_.trials.size();
  const Real* from = plane(ModelTables::external_class, external_delay).data();
  for (int w = 0; w < window_steps; ++w)
    for (std::size_t trial = 0; trial < trials; ++trial) {
      const int step = t - w + external_delay;
      if (step < 1 || step > batch_.trials[trial].steps())
        continue;
      const std::uint32_t* counts =
          batch_.trials[trial].background.data() + static_cast<std::size_t>(step - 1) * background.source_count;
      const std::size_t lane = static_cast<std::size_t>(w) * trials + trial;
      for (std::size_t i = begin; i < end; ++i) {
        const Real j = from[i * static_cast<std::size_t>(lanes_) + lane];
        for (std::uint32_t e = background.row_start[i]; e < background.row_start[i + 1]; ++e)
          gradient_->background[e] += static_cast<Real>(counts[background.source[e]]) * j;
      }
    }
}

template <typename Real>
void Adjoint<Real>::neurons(const NeuronPiece& piece, int t) {
  const FlushDenormals flush;
  const std::size_t trials = batch_.trials.size();
  const std::size_t n = structure_.neurons();
  const std::uint32_t count = piece.end - piece.begin;
  const CellConstants& cell = structure_.cells[piece.model];
  const auto carried = static_cast<Real>(1.0 - options_.voltage_damping) * static_cast<Real>(cell.decay);
  alignas(64) Real direct[NeuronPiece::largest];
  alignas(64) Real open[NeuronPiece::largest];
  std::fill_n(open, count, Real{1});
  for (std::size_t trial = 0; trial < trials; ++trial)
    for (int w = 0; w < window_steps && t - w >= 1; ++w) {
      const int step = t - w;
      const int number = static_cast<int>(trial);
      const Real* v = tape_->v(number, step) + piece.begin;
      const Real* from_spikes = row_result_[static_cast<std::size_t>(w) * trials + trial].data() + piece.begin;
      std::copy_n(from_spikes, count, direct);
      objective_->add_voltage_gradient(batch_.first_trial + number, step, piece.begin, piece.end, v, direct);
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

/// J of the window of steps next, next - 1, next - 2 at every target of a piece. J_t with t < 1 belongs to no event.
template <typename Real>
void Adjoint<Real>::lay_out(std::size_t piece_index, int next) {
  const NeuronPiece& piece = structure_.pieces[piece_index];
  const std::size_t trials = batch_.trials.size();
  const auto stride = static_cast<std::size_t>(lanes_);
  const std::uint32_t count = piece.end - piece.begin;
  const int target_class = structure_.cells[piece.model].synaptic_class;
  alignas(64) Real values[NeuronPiece::largest];
  for (const auto kind : inputs_[piece_index]) {
    Real* to = plane(kind.slot, kind.delay).data() + piece.begin * stride;
    for (int w = 0; w < window_steps; ++w)
      for (std::size_t trial = 0; trial < trials; ++trial) {
        const int step = next + kind.delay - w;
        if (step >= 1) {
          std::array<const Real*, SynapseConstants::bases> from{};
          for (std::size_t r = 0; r < from.size(); ++r)
            from[r] = p(trial, step, r) + piece.begin;
          training::project(from, count, structure_.synapses.drive[target_class][kind.slot], values);
        } else {
          std::fill_n(values, count, Real{0});
        }
        Real* lane = to + static_cast<std::size_t>(w) * trials + trial;
        for (std::uint32_t i = 0; i < count; ++i)
          lane[i * stride] = values[i];
      }
  }
}

template class Adjoint<float>;
template class Adjoint<double>;

} // namespace striate
