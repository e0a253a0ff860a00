// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/nest/constants.h"
#include "engine/simulation/nest/delivery.h"
#include "engine/simulation/neuron_pieces.h"

#include <array>
#include <cstdint>
#include <vector>

namespace striate {

/// The dynamic state of all neurons of the dynamics `nest`, structure of arrays, each of length N. Currents in pA,
/// u = V - E_L in mV. Neurons whose class has fewer receptors leave the last ones at zero.
struct NestNeurons {
  AlignedVector<double> u;
  std::array<AlignedVector<double>, 2> asc;
  std::vector<AlignedVector<double>> rise_fast, current_fast, rise_slow, current_slow; ///< [receptor]
  AlignedVector<std::int32_t> refractory; ///< steps that the neuron is still held

  NestNeurons(std::size_t neurons, std::size_t receptors);
  std::size_t size() const { return u.size(); }
  void clear();
};

/// One step of the neurons of a piece: reads the planes and zeroes them, updates the state, appends the ids that fire
/// to `fired`, ascending. Returns the first neuron whose potential is not finite, piece.end when all are. Different
/// pieces may run at the same time.
[[nodiscard]] std::uint32_t update_nest_piece(const NeuronPiece& piece, const NestCellConstants& cell,
                                              const MembraneInput& input, NestPlanes& planes, NestNeurons& state,
                                              std::vector<std::uint32_t>& fired);

} // namespace striate
