#include "engine/analysis/laminar_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace striate {
namespace {

/// 10 x layer + c: VIP and the L1 type 1, SST 2, PV 3, excitatory 4.
int sort_key(const Population& population) {
  int position = 1;
  switch (population.cell_class) {
  case CellClass::vip:
  case CellClass::l1:
    position = 1;
    break;
  case CellClass::sst:
    position = 2;
    break;
  case CellClass::pv:
    position = 3;
    break;
  case CellClass::exc:
    position = 4;
    break;
  }
  return 10 * population.layer + position;
}

std::string layer_label(int layer) {
  return layer == 2 ? "L2/3" : fmt::format("L{}", layer);
}

void add_groups(LaminarOrder& order, const NeuronTable& neurons, const std::vector<Population>& populations) {
  for (std::uint32_t rank = 0; rank < order.rows(); ++rank) {
    const Population& population = populations[neurons.population[order.neuron[rank]]];
    order.cell_class.push_back(static_cast<std::uint8_t>(population.cell_class));
    if (order.layers.empty() || order.layers.back().layer != population.layer)
      order.layers.push_back({population.layer, layer_label(population.layer), rank, rank});
    order.layers.back().last = rank + 1;
    if (order.groups.empty() || order.groups.back().layer != population.layer ||
        order.groups.back().cell_class != population.cell_class)
      order.groups.push_back({population.layer, population.cell_class, rank, rank});
    order.groups.back().last = rank + 1;
  }
}

} // namespace

LaminarOrder laminar_order(const Network& network, double core_radius_um) {
  const NeuronTable& neurons = network.neurons;
  const auto& populations = model_tables().populations;
  LaminarOrder order;
  order.rank.assign(neurons.size(), -1);
  for (std::uint32_t id = 0; id < neurons.size(); ++id)
    if (core_radius_um <= 0.0 || static_cast<double>(neurons.radius_um(id)) < core_radius_um)
      order.neuron.push_back(id);

  std::vector<int> key(populations.size());
  std::transform(populations.begin(), populations.end(), key.begin(), sort_key);
  std::sort(order.neuron.begin(), order.neuron.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int key_a = key[neurons.population[a]], key_b = key[neurons.population[b]];
    if (key_a != key_b)
      return key_a < key_b;
    if (neurons.tuning_deg[a] != neurons.tuning_deg[b])
      return neurons.tuning_deg[a] < neurons.tuning_deg[b];
    return a < b;
  });
  for (std::uint32_t rank = 0; rank < order.rows(); ++rank)
    order.rank[order.neuron[rank]] = static_cast<std::int32_t>(rank);
  add_groups(order, neurons, populations);
  return order;
}

} // namespace striate
