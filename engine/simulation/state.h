// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"
#include "engine/simulation/aligned_vector.h"
#include "engine/simulation/simulator.h"

#include <array>
#include <cstdint>
#include <span>

namespace striate {

/// The dynamic state of all neurons, structure of arrays, each of length N. Currents in pA, v normalised.
struct NeuronState {
  AlignedVector<float> v;
  std::array<AlignedVector<float>, 2> asc;
  std::array<AlignedVector<float>, 4> rise, current; ///< p and q of docs/model/dynamics.md#eq-2
  AlignedVector<std::int32_t> countdown;             ///< rho + z n_ref, see neuron_update.h

  explicit NeuronState(std::size_t neurons);
  std::size_t size() const { return v.size(); }
  void clear();

  /// Copies to and from the exchange form; spikes and step are the simulator's own.
  /// cell(i): constants of neuron i are cells[model[i]].
  void save(SimulatorState& out, std::span<const CellConstants> cells, std::span<const std::uint16_t> model) const;
  void load(const SimulatorState& in, std::span<const CellConstants> cells, std::span<const std::uint16_t> model);
};

/// Throws Error unless `state` belongs to a network of this size with spikes remembered for `max_delay` steps, its ids
/// are ascending and in range and its refractory counters are possible.
void check_state(const SimulatorState& state, std::size_t max_delay, std::span<const CellConstants> cells,
                 std::span<const std::uint16_t> model);

} // namespace striate
