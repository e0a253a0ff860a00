// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/forward_kernels.h"

#include "engine/core/simd.h"
#include "engine/kernels/neuron_update.h"
#include "engine/simulation/basis4/neurons.h"

#include <algorithm>

namespace striate::training {

namespace {

template <typename Real>
[[gnu::always_inline]] inline void add_edges(const std::uint32_t* __restrict target, const float* __restrict weight,
                                             std::uint32_t count, Real* __restrict plane) {
#pragma GCC unroll 4
  for (std::uint32_t e = 0; e < count; ++e)
    plane[target[e]] += weight[e];
}

/// docs/model/synapses.md#eq-2 for one slot; drive[r][i] gathers all of them.
template <typename Real, std::size_t size>
[[gnu::always_inline]] inline void fold_slot(Real* __restrict plane, const float (&factor)[4], std::uint32_t count,
                                             Real (&drive)[4][size]) {
  const Real f0 = factor[0];
  const Real f1 = factor[1];
  const Real f2 = factor[2];
  const Real f3 = factor[3];
#pragma GCC ivdep
  for (std::uint32_t i = 0; i < count; ++i) {
    const Real weight = plane[i];
    plane[i] = Real{0};
    drive[0][i] += f0 * weight;
    drive[1][i] += f1 * weight;
    drive[2][i] += f2 * weight;
    drive[3][i] += f3 * weight;
  }
}

template <typename Real>
[[gnu::always_inline]] inline void update(const ForwardPiece<Real>& piece, std::uint32_t count,
                                          const CellConstants& constants, const SynapseConstants& synapses,
                                          std::int32_t clamp_above, std::int32_t* __restrict fires) {
  const CellConstants cell = constants;
  alignas(64) Real drive[4][NeuronPiece::largest];
  for (auto& basis : drive)
    std::fill_n(basis, count, Real{0});
  for (std::size_t slot = 0; slot < piece.plane.size(); ++slot)
    fold_slot(piece.plane[slot], synapses.drive[cell.synaptic_class][slot], count, drive);

  Real* __restrict rise_0 = piece.rise[0];
  Real* __restrict rise_1 = piece.rise[1];
  Real* __restrict rise_2 = piece.rise[2];
  Real* __restrict rise_3 = piece.rise[3];
  Real* __restrict current_0 = piece.current[0];
  Real* __restrict current_1 = piece.current[1];
  Real* __restrict current_2 = piece.current[2];
  Real* __restrict current_3 = piece.current[3];
  Real* __restrict v = piece.v;
  Real* __restrict asc_0 = piece.asc_0;
  Real* __restrict asc_1 = piece.asc_1;
  std::int32_t* __restrict countdown = piece.countdown;
#pragma GCC ivdep
  for (std::uint32_t i = 0; i < count; ++i) {
    const Real old_0 = update_synapse(drive[0][i], synapses.decay[0], rise_0[i], current_0[i]);
    const Real old_1 = update_synapse(drive[1][i], synapses.decay[1], rise_1[i], current_1[i]);
    const Real old_2 = update_synapse(drive[2][i], synapses.decay[2], rise_2[i], current_2[i]);
    const Real old_3 = update_synapse(drive[3][i], synapses.decay[3], rise_3[i], current_3[i]);
    fires[i] =
        update_cell(cell, clamp_above, (old_0 + old_1) + (old_2 + old_3), v[i], asc_0[i], asc_1[i], countdown[i]);
  }
}

} // namespace

STRIATE_SIMD void deliver(const std::uint32_t* target, const float* weight, std::uint32_t count, float* plane) {
  add_edges(target, weight, count, plane);
}

STRIATE_SIMD void deliver(const std::uint32_t* target, const float* weight, std::uint32_t count, double* plane) {
  add_edges(target, weight, count, plane);
}

STRIATE_SIMD void update_neurons(const ForwardPiece<float>& piece, std::uint32_t count, const CellConstants& cell,
                                 const SynapseConstants& synapses, std::int32_t clamp_above, std::int32_t* fires) {
  update(piece, count, cell, synapses, clamp_above, fires);
}

STRIATE_SIMD void update_neurons(const ForwardPiece<double>& piece, std::uint32_t count, const CellConstants& cell,
                                 const SynapseConstants& synapses, std::int32_t clamp_above, std::int32_t* fires) {
  update(piece, count, cell, synapses, clamp_above, fires);
}

} // namespace striate::training
