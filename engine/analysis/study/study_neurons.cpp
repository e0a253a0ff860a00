// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/study_neurons.h"

#include "engine/network/neuron_id.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace striate {
namespace {

/// Position of a type in the figures: excitatory by layer, L1, PV, SST, VIP; then unknown ones.
int type_rank(const StudyPopulation& p) {
  static constexpr std::array class_order{0, 2, 3, 4, 1}; // by CellClass
  return p.layer == 0 ? 1000 : 10 * class_order[static_cast<std::size_t>(p.cell_class)] + p.layer;
}

std::string layer_label(int layer) {
  return layer == 2 ? "L2/3" : fmt::format("L{}", layer);
}

CellClass class_of(bool excitatory, int layer, std::string_view rest) {
  if (excitatory)
    return CellClass::exc;
  if (layer == 1)
    return CellClass::l1;
  return rest == "Pvalb" || rest == "PV"  ? CellClass::pv
         : rest == "Sst" || rest == "SST" ? CellClass::sst
                                          : CellClass::vip;
}

bool known_inhibitory(std::string_view rest) {
  constexpr std::array<std::string_view, 6> names{"Pvalb", "PV", "Sst", "SST", "Vip", "Htr3a"};
  return std::find(names.begin(), names.end(), rest) != names.end() || rest == "VIP";
}

} // namespace

StudyPopulation population_facts(const std::string& name) {
  StudyPopulation facts{name, name, name, 0, CellClass::exc, !name.empty() && name.front() == 'e'};
  if (name.size() < 2 || (name.front() != 'e' && name.front() != 'i'))
    return facts;
  const std::size_t digits = name.compare(1, 2, "23") == 0 ? 2 : 1;
  const std::string number = name.substr(1, digits), rest = name.substr(1 + digits);
  const int layer = number == "23" ? 2 : number.find_first_of("1456") == 0 ? number.front() - '0' : 0;
  if (layer == 0 || (!facts.excitatory && layer != 1 && !known_inhibitory(rest)))
    return facts;
  facts.layer = layer;
  facts.cell_class = class_of(facts.excitatory, layer, rest);
  static constexpr std::array class_names{"Exc", "PV", "SST", "VIP", "Inh"};
  facts.merged_type = layer_label(layer) + "_" + class_names[static_cast<std::size_t>(facts.cell_class)];
  const bool split = facts.excitatory && layer == 5 && (rest == "ET" || rest == "IT" || rest == "NP");
  facts.cell_type = split ? "L5_" + rest : facts.merged_type;
  return facts;
}

double StudyNeurons::radius_um(std::uint32_t neuron) const {
  return std::hypot(static_cast<double>(x_um[neuron]), static_cast<double>(z_um[neuron]));
}

std::vector<std::uint8_t> StudyNeurons::core(double core_radius_um) const {
  std::vector<std::uint8_t> inside(size(), 1);
  if (core_radius_um > 0.0)
    for (std::uint32_t i = 0; i < size(); ++i)
      inside[i] = radius_um(i) >= core_radius_um ? 0 : 1;
  return inside;
}

void StudyNeurons::add(std::uint64_t node_id, const std::string& population_name, float x, float y, float z,
                       float tuning) {
  std::size_t index = population.empty() ? populations.size() : population.back();
  if (index >= populations.size() || populations[index].name != population_name) {
    const auto at = std::find_if(populations.begin(), populations.end(),
                                 [&](const StudyPopulation& p) { return p.name == population_name; });
    index = static_cast<std::size_t>(at - populations.begin());
    if (at == populations.end())
      populations.push_back(population_facts(population_name));
  }
  id.push_back(node_id);
  population.push_back(static_cast<std::uint16_t>(index));
  x_um.push_back(x);
  y_um.push_back(y);
  z_um.push_back(z);
  tuning_deg.push_back(tuning);
}

StudyNeurons study_neurons(const Network& network) {
  StudyNeurons neurons;
  const NeuronTable& table = network.neurons;
  for (const Population& population : network.tables->populations)
    neurons.populations.push_back(population_facts(population.name));
  for (std::uint32_t i = 0; i < table.size(); ++i)
    neurons.id.push_back(neuron_id(table, i));
  neurons.population.assign(table.population.begin(), table.population.end());
  neurons.x_um = table.x_um;
  neurons.y_um = table.y_um;
  neurons.z_um = table.z_um;
  neurons.tuning_deg = table.tuning_deg;
  return neurons;
}

std::vector<std::string> cell_types(const StudyNeurons& neurons, bool merged) {
  std::vector<std::uint8_t> present(neurons.populations.size(), 0);
  for (const std::uint16_t population : neurons.population)
    present[population] = 1;
  std::set<std::pair<int, std::string>> ordered;
  for (std::size_t p = 0; p < present.size(); ++p)
    if (present[p] != 0)
      ordered.emplace(type_rank(neurons.populations[p]),
                      merged ? neurons.populations[p].merged_type : neurons.populations[p].cell_type);
  std::vector<std::string> types;
  for (const auto& [rank, type] : ordered)
    types.push_back(type);
  return types;
}

std::string spaced(std::string cell_type) {
  std::replace(cell_type.begin(), cell_type.end(), '_', ' ');
  return cell_type;
}

std::vector<std::uint32_t> neurons_of_type(const StudyNeurons& neurons, const std::string& cell_type, bool merged,
                                           const std::vector<std::uint8_t>& mask) {
  std::vector<std::uint8_t> wanted(neurons.populations.size(), 0);
  for (std::size_t p = 0; p < wanted.size(); ++p)
    wanted[p] = (merged ? neurons.populations[p].merged_type : neurons.populations[p].cell_type) == cell_type ? 1 : 0;
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < neurons.size(); ++i)
    if (wanted[neurons.population[i]] != 0 && mask[i] != 0)
      indices.push_back(i);
  return indices;
}

std::vector<double> values_of_type(const StudyNeurons& neurons, const std::string& cell_type, bool merged,
                                   const std::vector<std::uint8_t>& mask, const std::vector<double>& values) {
  std::vector<double> chosen;
  for (const std::uint32_t i : neurons_of_type(neurons, cell_type, merged, mask))
    chosen.push_back(values[i]);
  return chosen;
}

} // namespace striate
