// SPDX-License-Identifier: Apache-2.0
// The part of the backward pass that goes over synapses.
#include "engine/kernels/adjoint_update.h"
#include "engine/simulation/flush_denormals.h"
#include "engine/training/gradient/adjoint.h"
#include "engine/training/gradient/gather_kernels.h"

#include <algorithm>
#include <bit>

namespace striate {

namespace {

constexpr std::uint32_t row_block = 128; ///< rows whose factors fit the first-level cache

} // namespace

template <typename Real>
void Adjoint<Real>::rows(int t) {
  mark_spikes(t, true);
  if (layout_.chunks().empty())
    for (std::uint32_t first = 0; first < structure_.neurons(); first += row_block)
      finish_rows(first, std::min(row_block, structure_.neurons() - first), t, nullptr);
  pool_.for_blocks(layout_.chunks().size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k)
      chunk(layout_.chunks()[k], t);
  });
  mark_spikes(t, false);
}

/// Notes in row_spikes_ who fired in which lane of the window, or wipes it.
template <typename Real>
void Adjoint<Real>::mark_spikes(int t, bool set) {
  for (std::size_t trial = 0; trial < trials(); ++trial)
    for (int w = 0; w < window_steps; ++w) {
      const std::uint32_t bit = 1u << lane(w, trial);
      for (const std::uint32_t id : spikes_at(batch_.trials[trial], batch_.spikes[trial], t - w))
        row_spikes_[id] = set ? row_spikes_[id] | bit : 0u;
    }
}

template <typename Real>
void Adjoint<Real>::chunk(const RecurrentLayout::Chunk& chunk, int t) {
  const FlushDenormals flush;
  const auto stride = static_cast<std::size_t>(lanes_);
  const std::uint32_t sources = chunk.end_source - chunk.first_source;
  thread_local AlignedVector<Real> sums;
  sums.assign(sources * stride, Real{0});
  for (const auto& visit : chunk.visits) {
    if (silent_)
      break;
    const Real* j = j_.data() + layout_.blocks()[visit.block].first_column * stride;
    for (std::uint32_t source = chunk.first_source; source < chunk.end_source; ++source) {
      const auto edges = layout_.segment(chunk, visit, source);
      if (edges.count == 0)
        continue;
      if (t >= 1)
        training::gather(lanes_, edges.index, edges.weight, edges.count, j,
                         sums.data() + (source - chunk.first_source) * stride);
      if (!options_.train_recurrent)
        continue;
      // docs/model/training.md#eq-4
      for (std::uint32_t left = row_spikes_[source]; left != 0; left &= left - 1)
        training::collect(lanes_, std::countr_zero(left), edges.index, edges.count, j,
                          layout_gradient_.data() + edges.first);
    }
  }
  for (std::uint32_t k = 0; k < sources; k += row_block)
    finish_rows(chunk.first_source + k, std::min(row_block, sources - k), t, sums.data() + k * stride);
}

/// From the sums over the synapses of some rows to what reaches their v: [rho = 0] psi (gz + eta_r sum) of
/// docs/model/training.md#eq-3. sums may be null.
template <typename Real>
void Adjoint<Real>::finish_rows(std::uint32_t first, std::uint32_t count, int t, const Real* sums) {
  const auto stride = static_cast<std::size_t>(lanes_);
  const auto damping = static_cast<Real>(options_.recurrent_damping);
  alignas(64) Real factor[row_block];
  alignas(64) Real direct[row_block];
  for (int w = 0; w < window_steps && t - w >= 1; ++w)
    for (std::size_t trial = 0; trial < trials(); ++trial) {
      const int number = static_cast<int>(trial);
      training::unpack_bits(tape_->free_bits(number, t - w), first, count, factor);
      training::surrogate(options_.surrogate, tape_->v(number, t - w) + first, factor, count, factor);
      std::fill_n(direct, count, Real{0});
      objective_->add_spike_gradient(batch_.first_trial + number, t - w, first, first + count, direct);
      Real* result = row_result_[lane(w, trial)].data() + first;
      const Real* sum = sums ? sums + lane(w, trial) : nullptr;
      for (std::uint32_t k = 0; k < count; ++k)
        result[k] = factor[k] * (direct[k] + (sum ? damping * sum[k * stride] : Real{0}));
    }
}

/// Gradients of trained LGN and background weights (docs/model/training.md#eq-4): events of steps t + 1, t and t - 1.
template <typename Real>
void Adjoint<Real>::external_inputs(int t) {
  if (options_.train_lgn && structure_.has_lgn()) {
    units_.clear();
    for (std::size_t trial = 0; trial < trials(); ++trial)
      for (int w = 0; w < window_steps; ++w)
        if (const int step = t + 1 - w; step >= 1 && step <= batch_.trials[trial].steps())
          for (const std::uint32_t unit : batch_.trials[trial].lgn[static_cast<std::size_t>(step - 1)]) {
            if (unit_spikes_[unit] == 0)
              units_.push_back(unit);
            unit_spikes_[unit] |= 1u << lane(w, trial);
          }
    pool_.for_blocks(units_.size(), 16, [&](std::size_t begin, std::size_t end) {
      const FlushDenormals flush;
      for (std::size_t k = begin; k < end; ++k)
        lgn_row(units_[k]);
    });
    for (const std::uint32_t unit : units_)
      unit_spikes_[unit] = 0;
  }
  if (options_.train_background)
    pool_.for_blocks(structure_.network->background.row_start.empty() ? 0 : structure_.neurons(), 1024,
                     [&](std::size_t begin, std::size_t end) { background_rows(begin, end, t); });
}

template <typename Real>
void Adjoint<Real>::lgn_row(std::uint32_t unit) {
  const Projection& lgn = structure_.network->lgn;
  for (std::size_t run = lgn.row_run[unit]; run < lgn.row_run[unit + 1]; ++run) {
    const std::uint64_t first = lgn.runs[run].begin;
    for (std::uint32_t left = unit_spikes_[unit]; left != 0; left &= left - 1)
      training::collect(lanes_, std::countr_zero(left), lgn.target.data() + first, lgn.runs[run + 1].begin - first,
                        external_j_.data(), gradient_->lgn.data() + first);
  }
}

template <typename Real>
void Adjoint<Real>::background_rows(std::size_t begin, std::size_t end, int t) {
  const FlushDenormals flush;
  const BackgroundProjection& background = structure_.network->background;
  for (int w = 0; w < window_steps; ++w)
    for (std::size_t trial = 0; trial < trials(); ++trial) {
      const int step = t + 1 - w;
      if (step < 1 || step > batch_.trials[trial].steps())
        continue;
      const std::uint32_t* counts =
          batch_.trials[trial].background.data() + static_cast<std::size_t>(step - 1) * background.source_count;
      const Real* j = external_j_.data() + lane(w, trial);
      for (std::size_t i = begin; i < end; ++i)
        for (std::uint32_t e = background.row_start[i]; e < background.row_start[i + 1]; ++e)
          gradient_->background[e] +=
              static_cast<Real>(counts[background.source[e]]) * j[i * static_cast<std::size_t>(lanes_)];
    }
}

#define STRIATE_ADJOINT_ROWS(Real)                                                                                     \
  template void Adjoint<Real>::rows(int);                                                                              \
  template void Adjoint<Real>::mark_spikes(int, bool);                                                                 \
  template void Adjoint<Real>::chunk(const RecurrentLayout::Chunk&, int);                                              \
  template void Adjoint<Real>::finish_rows(std::uint32_t, std::uint32_t, int, const Real*);                            \
  template void Adjoint<Real>::external_inputs(int);                                                                   \
  template void Adjoint<Real>::lgn_row(std::uint32_t);                                                                 \
  template void Adjoint<Real>::background_rows(std::size_t, std::size_t, int);
STRIATE_ADJOINT_ROWS(float)
STRIATE_ADJOINT_ROWS(double)
#undef STRIATE_ADJOINT_ROWS

} // namespace striate
