// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <vector>

namespace striate {

/// The neurons of every population sorted into square cells of the x-z plane (a cell list), with the values the
/// connection rule reads copied side by side. Only cells inside the disc exist.
class SourceGrid {
public:
  struct Cell {
    double x_um = 0.0, z_um = 0.0; ///< centre
  };
  struct Neuron {
    std::uint32_t id = 0;
    float x_um = 0.0f, z_um = 0.0f, tuning_deg = 0.0f;
  };

  SourceGrid(const NeuronTable& neurons, std::size_t population_count, double radius_um, double cell_um);

  const std::vector<Cell>& cells() const { return cells_; }
  double half_diagonal_um() const { return half_diagonal_; }

  /// Neurons of a population in a cell: [first(p, c), first(p, c + 1)).
  std::uint32_t first(std::size_t population, std::size_t cell) const {
    return start_[population * (cells_.size() + 1) + cell];
  }
  const Neuron& neuron(std::uint32_t index) const { return neurons_[index]; }

private:
  std::vector<Cell> cells_;
  double half_diagonal_ = 0.0;
  std::vector<std::uint32_t> start_;
  std::vector<Neuron> neurons_;
};

} // namespace striate
