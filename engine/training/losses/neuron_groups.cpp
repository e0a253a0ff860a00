// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/neuron_groups.h"

#include <map>

namespace striate {

namespace {

bool in_core(const Network& network, std::uint32_t neuron, double core_radius_um) {
  return core_radius_um <= 0.0 || static_cast<double>(network.neurons.radius_um(neuron)) < core_radius_um;
}

std::string recorded_type(const Population& population) {
  return population.excitatory && population.layer == 5 ? std::string("L5_Exc") : population.cell_type;
}

} // namespace

std::size_t NeuronGroups::count() const {
  std::size_t sum = 0;
  for (const auto& ids : members)
    sum += ids.size();
  return sum;
}

NeuronGroups neuron_groups(const Network& network, const ModelTables& tables, double core_radius_um, Region region) {
  std::map<std::string, std::vector<std::uint32_t>> by_type;
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    if (in_core(network, i, core_radius_um) == (region == Region::core))
      by_type[recorded_type(tables.populations.at(network.neurons.population[i]))].push_back(i);
  NeuronGroups groups;
  for (auto& [type, ids] : by_type) {
    groups.type.push_back(type);
    groups.members.push_back(std::move(ids));
  }
  return groups;
}

std::vector<std::uint32_t> excitatory_core(const Network& network, const ModelTables& tables, double core_radius_um) {
  std::vector<std::uint32_t> ids;
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    if (tables.populations.at(network.neurons.population[i]).excitatory && in_core(network, i, core_radius_um))
      ids.push_back(i);
  return ids;
}

} // namespace striate
