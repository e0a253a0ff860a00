// SPDX-License-Identifier: Apache-2.0
#include "ui/live/first_neuron.h"

#include <cmath>

namespace striate {

std::optional<std::uint32_t> first_neuron(const Network& network, double direction_deg) {
  const NeuronTable& neurons = network.neurons;
  std::optional<std::uint32_t> nearest;
  for (std::uint32_t id = 0; id < neurons.size(); ++id) {
    const Population& population = network.tables->populations[neurons.population[id]];
    if (population.layer != 4 || !population.excitatory)
      continue;
    const double off = std::remainder(static_cast<double>(neurons.tuning_deg[id]) - direction_deg, 360.0);
    if (std::abs(off) <= 20.0 && (!nearest || neurons.radius_um(id) < neurons.radius_um(*nearest)))
      nearest = id;
  }
  return nearest;
}

} // namespace striate
