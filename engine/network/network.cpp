// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.h"

#include <array>
#include <cmath>

namespace striate {

float NeuronTable::radius_um(std::uint32_t neuron) const {
  return std::sqrt(x_um[neuron] * x_um[neuron] + z_um[neuron] * z_um[neuron]);
}

double NetworkRecipe::core_radius_for(double radius_um) {
  struct Point {
    double radius, core;
  };
  // The origin closes the table downwards, so the core never exceeds the network; above 700 the last slope goes on.
  constexpr std::array<Point, 6> points = {{{0, 0}, {50, 20}, {100, 50}, {200, 100}, {400, 200}, {700, 400}}};
  std::size_t upper = 1;
  while (upper + 1 < points.size() && radius_um > points[upper].radius)
    ++upper;
  const Point& a = points[upper - 1];
  const Point& b = points[upper];
  return a.core + (b.core - a.core) * (radius_um - a.radius) / (b.radius - a.radius);
}

} // namespace striate
