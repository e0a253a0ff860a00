// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/structure.h"

#include "engine/simulation/network_check.h"

#include <algorithm>

namespace striate {

TrainingStructure::TrainingStructure(std::shared_ptr<const Network> trained, const ModelTables& tables,
                                     ThreadPool& pool)
    : network(std::move(trained)), cells(make_cell_constants(tables)), synapses(make_synapse_constants(tables)) {
  check_network(*network, tables, pool);
  max_delay = std::max(1, network->recurrent.max_delay());
  bounds = balanced_bounds(*network, pool.size());
  if (has_recurrent())
    recurrent_shares = std::make_unique<RunShares>(network->recurrent, bounds, pool);
  if (has_lgn())
    lgn_shares = std::make_unique<RunShares>(network->lgn, bounds, pool);
  pieces = neuron_pieces(network->neurons.model, 0, neurons());
}

} // namespace striate
