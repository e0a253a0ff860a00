// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/neuron_columns.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/edge_population.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace striate::sonata {

namespace {

/// A column of single-precision numbers; what is missing or not finite is an error, or, where a value can be done
/// without, becomes 0 with a warning.
std::vector<float> read_floats(const NodePopulation& nodes, const char* column, bool needed, Tools tools) {
  const std::vector<double> values = nodes.numbers(column, tools);
  std::vector<float> result(values.size());
  std::size_t wrong = 0;
  std::size_t first = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::abs(values[row]) <= 1e9)
      result[row] = static_cast<float>(values[row]);
    else
      first = wrong++ == 0 ? row : first;
  }
  if (wrong > 0) {
    const Place place = nodes.column_place(column, first);
    if (needed)
      tools.problems.error(place,
                           fmt::format("the value is missing or not a finite number; {} neurons lack it", wrong));
    else
      tools.problems.warn(place, fmt::format("the value is missing for {} neurons; 0 is used", wrong));
  }
  return result;
}

template <typename Value>
std::vector<Value> picked(const std::vector<Value>& values, const std::vector<std::uint32_t>& rows) {
  std::vector<Value> result;
  result.reserve(rows.size());
  for (const std::uint32_t row : rows)
    result.push_back(values[row]);
  return result;
}

} // namespace

NeuronSelection read_neurons(const NodePopulation& nodes, const NeuronModels& models, std::optional<double> radius_um,
                             std::optional<std::uint32_t> nearest, Tools tools) {
  const std::vector<float> x_um = read_floats(nodes, x, true, tools);
  const std::vector<float> y_um = read_floats(nodes, y, true, tools);
  const std::vector<float> z_um = read_floats(nodes, z, true, tools);
  const std::vector<float> tuning = read_floats(nodes, tuning_angle, false, tools);
  const std::vector<float> sizes = read_floats(nodes, target_sizes, false, tools);
  const auto radius = [&](std::uint32_t row) { return std::sqrt(x_um[row] * x_um[row] + z_um[row] * z_um[row]); };

  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < nodes.size(); ++row)
    if (models.model_of_kind[nodes.kind(row)] != NeuronModels::unused &&
        (!radius_um || radius(row) < static_cast<float>(*radius_um)))
      rows.push_back(row);
  if (nearest && *nearest < rows.size()) {
    std::ranges::stable_sort(rows, {}, radius);
    rows.resize(*nearest);
  }
  const auto model = [&](std::uint32_t row) { return models.model_of_kind[nodes.kind(row)]; };
  std::ranges::sort(rows, {}, [&](std::uint32_t row) { return std::pair(model(row), row); });

  NeuronSelection selection;
  NeuronTable& table = selection.neurons;
  table.x_um = picked(x_um, rows);
  table.y_um = picked(y_um, rows);
  table.z_um = picked(z_um, rows);
  table.tuning_deg = picked(tuning, rows);
  table.target_size = picked(sizes, rows);
  selection.index.assign(nodes.size(), EdgeList::none);
  bool identity = true;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    selection.index[rows[i]] = i;
    table.model.push_back(model(rows[i]));
    table.population.push_back(static_cast<std::uint8_t>(models.tables->cell_models[table.model.back()].population));
    selection.largest_radius_um = std::max(selection.largest_radius_um, static_cast<double>(radius(rows[i])));
    identity = identity && nodes.ids()[rows[i]] == i;
  }
  if (!identity)
    table.file_id = picked(nodes.ids(), rows);
  selection.population_range.resize(models.tables->populations.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    Network::Range& range = selection.population_range[table.population[i]];
    if (range.first == range.last)
      range.first = i;
    range.last = i + 1;
  }
  // An empty population lies where its neurons would be, as in generated networks.
  std::uint32_t end = 0;
  for (Network::Range& range : selection.population_range) {
    if (range.first == range.last)
      range = {end, end};
    end = range.last;
  }
  return selection;
}

} // namespace striate::sonata
