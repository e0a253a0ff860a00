// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/network/sonata/read/neuron_models.h"
#include "engine/network/sonata/read/node_population.h"

namespace striate::sonata {

/// Neurons as the network has them: ordered by cell model, then row of the file; a selection leaves some out.
struct NeuronSelection {
  NeuronTable neurons;
  std::vector<Network::Range> population_range;
  std::vector<std::uint32_t> index; ///< per node row: index in `neurons`, or EdgeList::none
  double largest_radius_um = 0.0;   ///< of the neurons taken
};

/// Reads positions, tuning and target sizes and takes the neurons of a radius and of these the n nearest, as the
/// reference loader does: r in single precision, r < radius, ties in file order.
NeuronSelection read_neurons(const NodePopulation& nodes, const NeuronModels& models, std::optional<double> radius_um,
                             std::optional<std::uint32_t> nearest, Tools tools);

} // namespace striate::sonata
