// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {

namespace {

/// Expected edges per neuron by radius. Below 100 um the in-degree falls with the area (pairs grow as R^4).
struct Degree {
  double radius_um, recurrent, lgn, lgn_small;
};
constexpr std::array<Degree, 5> degrees{
    {{50.0, 38.0, 333.0, 228.3},
     {100.0, 554'848.0 / 4239.0, 1'411'830.0 / 4239.0, 967'686.0 / 4239.0},
     {200.0, 4'375'600.0 / 16'728.0, 5'614'750.0 / 16'728.0, 3'828'570.0 / 16'728.0},
     {400.0, 24'275'400.0 / 66'652.0, 22'120'000.0 / 66'652.0, 228.9},
     {700.0, 84'002'200.0 / 203'816.0, 67'580'000.0 / 203'816.0, 228.9}}};

/// Straight between the points over the logarithm of the radius; constant outside.
double at_radius(double radius_um, double Degree::*value) {
  if (radius_um <= degrees.front().radius_um)
    return degrees.front().*value * std::min(1.0, std::pow(radius_um / degrees.front().radius_um, 2.0));
  for (std::size_t i = 1; i < degrees.size(); ++i)
    if (radius_um <= degrees[i].radius_um) {
      const double low = std::log(degrees[i - 1].radius_um), high = std::log(degrees[i].radius_um);
      return std::lerp(degrees[i - 1].*value, degrees[i].*value, (std::log(radius_um) - low) / (high - low));
    }
  return degrees.back().*value;
}

std::uint32_t neuron_count(double radius_um) {
  const double share = (radius_um / 700.0) * (radius_um / 700.0);
  double neurons = 0.0;
  for (const CellModel& model : model_tables().cell_models)
    neurons += std::ceil(share * static_cast<double>(model.count_700));
  return static_cast<std::uint32_t>(neurons);
}

} // namespace

NetworkEstimate estimate_network(const NetworkRecipe& recipe) {
  NetworkEstimate estimate;
  estimate.neurons = neuron_count(recipe.radius_um);
  const double neurons = estimate.neurons;
  estimate.recurrent = neurons * at_radius(recipe.radius_um, &Degree::recurrent);
  // The nearest sources of LGN do not depend on the size of the column: the mean over neurons hardly changes.
  double Degree::*const lgn = recipe.small_lgn ? &Degree::lgn_small : &Degree::lgn;
  estimate.lgn = recipe.radius_um < 100.0 ? neurons * degrees[1].*lgn : neurons * at_radius(recipe.radius_um, lgn);
  estimate.background = 4.0 * neurons;
  constexpr double edge_bytes = 8.5, neuron_bytes = 400.0, program_bytes = 150e6;
  estimate.memory_bytes = edge_bytes * (estimate.recurrent + estimate.lgn) + neuron_bytes * neurons + program_bytes;
  return estimate;
}

} // namespace striate
