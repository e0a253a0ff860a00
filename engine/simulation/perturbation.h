// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace striate {

/// What an experimenter does to a running network (docs/model/dynamics.md#eq-12). Every vector is empty (nothing of
/// that kind) or has one entry per neuron.
struct Perturbation {
  std::vector<float> added_pA;        ///< current added to the membrane
  std::vector<std::uint8_t> silenced; ///< not 0: V is held at E_L, so the neuron does not fire; its currents go on
  std::vector<float> outgoing;        ///< factor of all recurrent weights from the neuron
  std::vector<float> incoming;        ///< factor of all recurrent weights to the neuron

  bool empty() const { return added_pA.empty() && silenced.empty() && outgoing.empty() && incoming.empty(); }
  /// The neurons in [begin, end) whose incoming weights are scaled.
  std::vector<std::uint32_t> scaled_incoming(std::uint32_t begin, std::uint32_t end) const;
};

/// Throws a usage Error naming the vector and the first neuron unless every vector fits `neurons` and is finite.
void check_perturbation(const Perturbation& perturbation, std::size_t neurons);

} // namespace striate
