// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/neurons.h"

#include "engine/core/simd.h"
#include "engine/kernels/neuron_update.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace striate {

namespace {

/// Raw pointers to the first neuron of a piece. No two of the arrays overlap.
struct PieceArrays {
  std::array<float*, SynapseConstants::slots> plane;
  std::array<float*, SynapseConstants::bases> rise, current;
  float *v, *asc_0, *asc_1;
  std::int32_t* countdown;
  const float* added_pA;    ///< of a perturbation; these two may be null together
  const std::int32_t* held; ///<
};

/// Not 0 for NaN and infinity: all bits of the exponent are set.
inline std::uint32_t not_finite(float x) {
  constexpr std::uint32_t exponent = 0x7f800000;
  return static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(x) & exponent) == exponent);
}

/// The whole step of `count` neurons that share their constants; fires[i] = 0 or 1. Returns 0 while all is finite.
/// Inlined into one function for each instruction set, with and without a perturbation.
template <bool perturbed>
[[gnu::always_inline]] inline std::uint32_t
update_loop(const PieceArrays& arrays, std::uint32_t count, const CellConstants& cell_constants,
            const SynapseConstants& synapses, std::int32_t clamp_above, std::int32_t* __restrict fires) {
  const CellConstants cell = cell_constants;
  const auto& drive = synapses.drive[cell.synaptic_class];
  float* __restrict plane_0 = arrays.plane[0];
  float* __restrict plane_1 = arrays.plane[1];
  float* __restrict plane_2 = arrays.plane[2];
  float* __restrict plane_3 = arrays.plane[3];
  float* __restrict plane_4 = arrays.plane[4];
  float* __restrict plane_5 = arrays.plane[5];
  float* __restrict plane_6 = arrays.plane[6];
  float* __restrict plane_7 = arrays.plane[7];
  float* __restrict plane_8 = arrays.plane[8];
  float* __restrict plane_9 = arrays.plane[9];
  float* __restrict rise_0 = arrays.rise[0];
  float* __restrict rise_1 = arrays.rise[1];
  float* __restrict rise_2 = arrays.rise[2];
  float* __restrict rise_3 = arrays.rise[3];
  float* __restrict current_0 = arrays.current[0];
  float* __restrict current_1 = arrays.current[1];
  float* __restrict current_2 = arrays.current[2];
  float* __restrict current_3 = arrays.current[3];
  float* __restrict v = arrays.v;
  float* __restrict asc_0 = arrays.asc_0;
  float* __restrict asc_1 = arrays.asc_1;
  std::int32_t* __restrict countdown = arrays.countdown;
  const float* __restrict added_pA = arrays.added_pA;
  const std::int32_t* __restrict held = arrays.held;
  std::uint32_t wild = 0;

#pragma GCC ivdep
  for (std::uint32_t i = 0; i < count; ++i) {
    const float w0 = plane_0[i];
    const float w1 = plane_1[i];
    const float w2 = plane_2[i];
    const float w3 = plane_3[i];
    const float w4 = plane_4[i];
    const float w5 = plane_5[i];
    const float w6 = plane_6[i];
    const float w7 = plane_7[i];
    const float w8 = plane_8[i];
    const float w9 = plane_9[i];
    plane_0[i] = plane_1[i] = plane_2[i] = plane_3[i] = plane_4[i] = 0.0f;
    plane_5[i] = plane_6[i] = plane_7[i] = plane_8[i] = plane_9[i] = 0.0f;
    // docs/model/synapses.md#eq-2, written out: a loop inside the loop over neurons would keep that from being
    // vectorised.
    const auto fold = [&](int r) {
      return drive[0][r] * w0 + drive[1][r] * w1 + drive[2][r] * w2 + drive[3][r] * w3 + drive[4][r] * w4 +
             drive[5][r] * w5 + drive[6][r] * w6 + drive[7][r] * w7 + drive[8][r] * w8 + drive[9][r] * w9;
    };
    const float old_0 = update_synapse(fold(0), synapses.decay[0], rise_0[i], current_0[i]);
    const float old_1 = update_synapse(fold(1), synapses.decay[1], rise_1[i], current_1[i]);
    const float old_2 = update_synapse(fold(2), synapses.decay[2], rise_2[i], current_2[i]);
    const float old_3 = update_synapse(fold(3), synapses.decay[3], rise_3[i], current_3[i]);
    float input = (old_0 + old_1) + (old_2 + old_3);
    if constexpr (perturbed)
      input += added_pA[i];
    std::int32_t fire = update_cell(cell, clamp_above, input, v[i], asc_0[i], asc_1[i], countdown[i]);
    // Whatever leaves the range of floats passes through one of these within three steps, and stays.
    wild |= not_finite((input + v[i]) + (asc_0[i] + asc_1[i]));
    if constexpr (perturbed) {
      v[i] = held[i] != 0 ? 0.0f : v[i];
      countdown[i] = held[i] != 0 && fire != 0 ? 0 : countdown[i];
      fire = held[i] != 0 ? 0 : fire;
    }
    fires[i] = fire;
  }
  return wild;
}

STRIATE_SIMD std::uint32_t update_free(const PieceArrays& arrays, std::uint32_t count, const CellConstants& cell,
                                       const SynapseConstants& synapses, std::int32_t clamp_above,
                                       std::int32_t* fires) {
  return update_loop<false>(arrays, count, cell, synapses, clamp_above, fires);
}

STRIATE_SIMD std::uint32_t update_perturbed(const PieceArrays& arrays, std::uint32_t count, const CellConstants& cell,
                                            const SynapseConstants& synapses, std::int32_t clamp_above,
                                            std::int32_t* fires) {
  return update_loop<true>(arrays, count, cell, synapses, clamp_above, fires);
}

/// Appends first + i for every i with fires[i] != 0. Few do: whole blocks are skipped on one test.
STRIATE_SIMD void append_fired(const std::int32_t* fires, std::uint32_t count, std::uint32_t first,
                               std::vector<std::uint32_t>& fired) {
  constexpr std::uint32_t block = 32;
  for (std::uint32_t begin = 0; begin < count; begin += block) {
    const std::uint32_t end = std::min(count, begin + block);
    std::int32_t any = 0;
    for (std::uint32_t i = begin; i < end; ++i)
      any |= fires[i];
    if (any == 0)
      continue;
    for (std::uint32_t i = begin; i < end; ++i)
      if (fires[i] != 0)
        fired.push_back(first + i);
  }
}

} // namespace

bool update_piece(const NeuronPiece& piece, const CellConstants& cell, const SynapseConstants& synapses,
                  bool hard_reset, const MembraneInput& input, SlotPlanes& planes, NeuronState& state,
                  std::vector<std::uint32_t>& fired) {
  PieceArrays arrays{};
  for (std::size_t slot = 0; slot < planes.size(); ++slot)
    arrays.plane[slot] = planes[slot].data() + piece.begin;
  for (std::size_t r = 0; r < arrays.rise.size(); ++r) {
    arrays.rise[r] = state.rise[r].data() + piece.begin;
    arrays.current[r] = state.current[r].data() + piece.begin;
  }
  arrays.v = state.v.data() + piece.begin;
  arrays.asc_0 = state.asc[0].data() + piece.begin;
  arrays.asc_1 = state.asc[1].data() + piece.begin;
  arrays.countdown = state.countdown.data() + piece.begin;
  alignas(64) std::int32_t fires[NeuronPiece::largest];
  const std::uint32_t count = piece.end - piece.begin;
  std::uint32_t wild = 0;
  if (input.empty()) {
    wild = update_free(arrays, count, cell, synapses, clamp_threshold(hard_reset), fires);
  } else {
    arrays.added_pA = input.added_pA.data() + piece.begin;
    arrays.held = input.held.data() + piece.begin;
    wild = update_perturbed(arrays, count, cell, synapses, clamp_threshold(hard_reset), fires);
  }
  append_fired(fires, count, piece.begin, fired);
  return wild == 0;
}

std::uint32_t first_not_finite(const NeuronState& state, std::uint32_t begin, std::uint32_t end) {
  const auto wild = [&](std::uint32_t i) {
    float sum = state.v[i] + (state.asc[0][i] + state.asc[1][i]);
    for (std::size_t r = 0; r < state.rise.size(); ++r)
      sum += state.rise[r][i] + state.current[r][i];
    return not_finite(sum) != 0;
  };
  while (begin < end && !wild(begin))
    ++begin;
  return begin;
}

} // namespace striate
