// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/neurons.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

namespace {

// One short loop for each part of the step: all of them vectorise, and a piece of 1024 neurons stays in the cache
// between them.

STRIATE_SIMD void membrane(const NestCell& constants, std::uint32_t count, const float* __restrict added_pA,
                           const double* __restrict u, const double* __restrict asc_0, const double* __restrict asc_1,
                           double* __restrict free_u) {
  const NestCell cell = constants;
  for (std::uint32_t i = 0; i < count; ++i)
    free_u[i] = nest_membrane(cell, static_cast<double>(added_pA[i]), u[i], asc_0[i], asc_1[i]);
}

STRIATE_SIMD void synapses(const NestReceptor& constants, std::uint32_t count, double* __restrict weight,
                           double* __restrict rise_fast, double* __restrict current_fast, double* __restrict rise_slow,
                           double* __restrict current_slow, double* __restrict free_u) {
  const NestReceptor receptor = constants;
  for (std::uint32_t i = 0; i < count; ++i) {
    const double arriving = weight[i];
    weight[i] = 0.0;
    const double fast = update_nest_alpha(receptor.fast, arriving, rise_fast[i], current_fast[i]);
    const double slow = update_nest_alpha(receptor.slow, arriving, rise_slow[i], current_slow[i]);
    free_u[i] += fast + slow;
  }
}

STRIATE_SIMD void threshold(const NestCell& constants, std::uint32_t count, const double* __restrict free_u,
                            double* __restrict u, double* __restrict asc_0, double* __restrict asc_1,
                            std::int32_t* __restrict refractory, std::int32_t* __restrict fires) {
  const NestCell cell = constants;
  for (std::uint32_t i = 0; i < count; ++i)
    fires[i] = update_nest_cell(cell, free_u[i], u[i], asc_0[i], asc_1[i], refractory[i]) ? 1 : 0;
}

/// A silenced neuron stays at E_L whatever reaches it.
STRIATE_SIMD void hold(std::uint32_t count, const std::int32_t* __restrict held, double* __restrict free_u) {
  for (std::uint32_t i = 0; i < count; ++i)
    free_u[i] = held[i] != 0 ? 0.0 : free_u[i];
}

STRIATE_SIMD bool all_finite(std::uint32_t count, const double* __restrict free_u) {
  std::int64_t wild = 0;
  for (std::uint32_t i = 0; i < count; ++i)
    wild |= std::abs(free_u[i]) <= std::numeric_limits<double>::max() ? 0 : 1;
  return wild == 0;
}

} // namespace

NestNeurons::NestNeurons(std::size_t neurons, std::size_t receptors) : u(neurons), refractory(neurons) {
  for (auto& part : asc)
    part.resize(neurons);
  for (auto* parts : {&rise_fast, &current_fast, &rise_slow, &current_slow})
    parts->assign(receptors, AlignedVector<double>(neurons));
}

void NestNeurons::clear() {
  *this = NestNeurons(size(), rise_fast.size());
}

std::uint32_t update_nest_piece(const NeuronPiece& piece, const NestCellConstants& cell, const MembraneInput& input,
                                NestPlanes& planes, NestNeurons& state, std::vector<std::uint32_t>& fired) {
  static constexpr float no_current[NeuronPiece::largest] = {};
  const std::uint32_t first = piece.begin;
  const std::uint32_t count = piece.end - piece.begin;
  alignas(64) double free_u[NeuronPiece::largest];
  alignas(64) std::int32_t fires[NeuronPiece::largest];
  double* u = state.u.data() + first;
  double* asc_0 = state.asc[0].data() + first;
  double* asc_1 = state.asc[1].data() + first;
  membrane(cell.cell, count, input.empty() ? no_current : input.added_pA.data() + first, u, asc_0, asc_1, free_u);
  for (std::size_t r = 0; r < cell.receptors.size(); ++r)
    synapses(cell.receptors[r], count, planes[r].data() + first, state.rise_fast[r].data() + first,
             state.current_fast[r].data() + first, state.rise_slow[r].data() + first,
             state.current_slow[r].data() + first, free_u);
  const bool finite = all_finite(count, free_u);
  if (!input.empty())
    hold(count, input.held.data() + first, free_u);
  threshold(cell.cell, count, free_u, u, asc_0, asc_1, state.refractory.data() + first, fires);
  for (std::uint32_t i = 0; i < count; ++i)
    if (fires[i] != 0)
      fired.push_back(first + i);
  if (finite)
    return piece.end;
  const auto wild = std::find_if(free_u, free_u + count, [](double value) { return !std::isfinite(value); });
  return first + static_cast<std::uint32_t>(wild - free_u);
}

} // namespace striate
