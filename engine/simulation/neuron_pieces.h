// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/perturbation.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Neurons of one cell model, [begin, end), at most NeuronPiece::largest of them.
struct NeuronPiece {
  static constexpr std::uint32_t largest = 1024;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint16_t model = 0;
};

/// Cuts [begin, end) where the cell model changes, so that constants are the same throughout a piece.
std::vector<NeuronPiece> neuron_pieces(std::span<const std::uint16_t> model, std::uint32_t begin, std::uint32_t end);

/// What a perturbation does to membranes; empty vectors when it does nothing to them.
struct MembraneInput {
  AlignedVector<float> added_pA;
  AlignedVector<std::int32_t> held; ///< 1: V stays at E_L, no spike

  void set(const Perturbation& perturbation, std::size_t neurons);
  bool empty() const { return added_pA.empty(); } ///< both have one entry per neuron or none
};

} // namespace striate
