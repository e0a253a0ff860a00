// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/neurons.h"

#include "engine/core/normal.h"
#include "engine/core/random.h"
#include "engine/network/generator/weight_rule.h"

#include <cmath>
#include <numbers>

namespace striate {

namespace {

/// Counts the arrivals of a unit-rate Poisson process before `mean`: exact for any mean, and no more numbers are drawn
/// than neurons are made.
std::uint32_t poisson(RandomSequence& random, double mean) {
  std::uint32_t count = 0;
  for (double time = -std::log(random.uniform_positive()); time < mean; time -= std::log(random.uniform_positive()))
    ++count;
  return count;
}

} // namespace

std::vector<std::uint32_t> neuron_counts(const ModelTables& tables, const NetworkRecipe& recipe) {
  std::vector<std::uint32_t> counts;
  counts.reserve(tables.cell_models.size());
  const double ratio = recipe.radius_um / 700.0;
  const double area = ratio * ratio;
  for (const CellModel& model : tables.cell_models) {
    // docs/model/network.md#eq-1
    auto count = static_cast<std::uint32_t>(std::ceil(area * static_cast<double>(model.count_700)));
    if (recipe.fluctuate) {
      RandomSequence random(recipe.seed, Stream::neuron_count, static_cast<std::uint32_t>(counts.size()));
      count = poisson(random, static_cast<double>(count));
    }
    counts.push_back(count);
  }
  return counts;
}

NeuronTable generate_neurons(const ModelTables& tables, const NetworkRecipe& recipe,
                             std::vector<Network::Range>& population_range) {
  NeuronTable neurons;
  const std::vector<std::uint32_t> counts = neuron_counts(tables, recipe);
  population_range.assign(tables.populations.size(), {});
  const double ring = recipe.radius_um * recipe.radius_um - 1.0;
  int open_population = -1;
  for (std::size_t m = 0; m < counts.size(); ++m) {
    const int p = tables.cell_models[m].population;
    const Population& population = tables.populations[static_cast<std::size_t>(p)];
    Network::Range& range = population_range[static_cast<std::size_t>(p)];
    if (p != open_population)
      range.first = neurons.size();
    open_population = p;
    for (std::uint32_t i = 0; i < counts[m]; ++i) {
      RandomSequence random(recipe.seed, Stream::neuron, neurons.size());
      // docs/model/network.md#eq-2; below, the angle is docs/model/network.md#eq-3 and the size
      // docs/model/network.md#eq-4.
      const double angle = 2.0 * std::numbers::pi * random.uniform();
      const double radius = std::sqrt(ring * random.uniform() + 1.0);
      const double depth =
          population.depth_top_um + (population.depth_bottom_um - population.depth_top_um) * random.uniform();
      const double size =
          population.nsyn_scale * std::exp(population.nsyn_shape * normal_quantile(inner(random.uniform())));
      neurons.x_um.push_back(static_cast<float>(radius * std::cos(angle)));
      neurons.y_um.push_back(static_cast<float>(-depth));
      neurons.z_um.push_back(static_cast<float>(radius * std::sin(angle)));
      neurons.tuning_deg.push_back(static_cast<float>(360.0 * i / counts[m]));
      neurons.target_size.push_back(static_cast<float>(std::nearbyint(size)));
      neurons.model.push_back(static_cast<std::uint16_t>(m));
      neurons.population.push_back(static_cast<std::uint8_t>(p));
    }
    range.last = neurons.size();
  }
  return neurons;
}

} // namespace striate
