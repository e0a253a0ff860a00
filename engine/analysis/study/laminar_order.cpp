// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/laminar_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace striate {
namespace {

/// docs/model/analysis.md#eq-14: 10 x layer + c: VIP and the L1 type 1, SST 2, PV 3, excitatory 4.
int sort_key(int layer, CellClass cell_class) {
  int position = 1;
  switch (cell_class) {
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
  return 10 * (layer == 0 ? 9 : layer) + position;
}

std::string band_label(int layer) {
  return layer == 0 ? "other" : layer == 2 ? "L2/3" : fmt::format("L{}", layer);
}

void add_groups(LaminarOrder& order, const StudyNeurons& neurons) {
  for (std::uint32_t rank = 0; rank < order.rows(); ++rank) {
    const StudyPopulation& population = neurons.of(order.neuron[rank]);
    order.cell_class.push_back(static_cast<std::uint8_t>(population.cell_class));
    if (order.layers.empty() || order.layers.back().layer != population.layer)
      order.layers.push_back({population.layer, band_label(population.layer), rank, rank});
    order.layers.back().last = rank + 1;
    if (order.groups.empty() || order.groups.back().layer != population.layer ||
        order.groups.back().cell_class != population.cell_class)
      order.groups.push_back({population.layer, population.cell_class, rank, rank});
    order.groups.back().last = rank + 1;
  }
}

} // namespace

LaminarOrder laminar_order(const Network& network, double core_radius_um) {
  const StudyNeurons neurons = study_neurons(network);
  return laminar_order(neurons, neurons.core(core_radius_um));
}

LaminarOrder laminar_order(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask) {
  LaminarOrder order;
  order.rank.assign(neurons.size(), -1);
  for (std::uint32_t i = 0; i < neurons.size(); ++i)
    if (mask[i] != 0)
      order.neuron.push_back(i);
  std::vector<int> key;
  for (const StudyPopulation& population : neurons.populations)
    key.push_back(sort_key(population.layer, population.cell_class));
  std::sort(order.neuron.begin(), order.neuron.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int key_a = key[neurons.population[a]], key_b = key[neurons.population[b]];
    if (key_a != key_b)
      return key_a < key_b;
    const float angle_a = neurons.tuning_deg[a], angle_b = neurons.tuning_deg[b];
    if (angle_a != angle_b && !std::isnan(angle_a) && !std::isnan(angle_b))
      return angle_a < angle_b;
    if (std::isnan(angle_a) != std::isnan(angle_b))
      return std::isnan(angle_b); // unknown angles last
    return a < b;
  });
  for (std::uint32_t rank = 0; rank < order.rows(); ++rank) {
    order.rank[order.neuron[rank]] = static_cast<std::int32_t>(rank);
    order.node_id.push_back(neurons.id[order.neuron[rank]]);
  }
  add_groups(order, neurons);
  return order;
}

} // namespace striate
