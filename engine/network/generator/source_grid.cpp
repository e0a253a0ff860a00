// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/source_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

SourceGrid::SourceGrid(const NeuronTable& neurons, std::size_t population_count, double radius_um, double cell_um) {
  const auto side = static_cast<std::size_t>(std::ceil(2.0 * radius_um / cell_um));
  const double size = 2.0 * radius_um / static_cast<double>(side);
  half_diagonal_ = size * std::numbers::sqrt2 / 2.0;

  // Corner cells that the disc does not touch get no number; `cell_of` maps the full square to the others.
  std::vector<std::size_t> cell_of(side * side, 0);
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column) {
      const double x = (static_cast<double>(column) + 0.5) * size - radius_um;
      const double z = (static_cast<double>(row) + 0.5) * size - radius_um;
      if (std::hypot(x, z) > radius_um + half_diagonal_)
        continue;
      cell_of[row * side + column] = cells_.size();
      cells_.push_back({x, z});
    }

  const auto place = [&](std::uint32_t id) {
    const auto along = [&](float value) {
      const double position = (static_cast<double>(value) + radius_um) / size;
      return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(side) - 0.5));
    };
    return neurons.population[id] * (cells_.size() + 1) +
           cell_of[along(neurons.z_um[id]) * side + along(neurons.x_um[id])];
  };

  start_.assign(population_count * (cells_.size() + 1), 0);
  for (std::uint32_t id = 0; id < neurons.size(); ++id)
    ++start_[place(id)];
  std::uint32_t sum = 0;
  for (std::uint32_t& entry : start_) {
    const std::uint32_t count = entry;
    entry = sum;
    sum += count;
  }
  neurons_.resize(neurons.size());
  std::vector<std::uint32_t> next = start_;
  for (std::uint32_t id = 0; id < neurons.size(); ++id)
    neurons_[next[place(id)]++] = {id, neurons.x_um[id], neurons.z_um[id], neurons.tuning_deg[id]};
}

} // namespace striate
