#include "engine/training/training_structure.h"

#include "engine/simulation/network_check.h"

#include <algorithm>
#include <numeric>

namespace striate {

namespace {

std::vector<std::uint32_t> sorted_by_source(const BackgroundProjection& background) {
  std::vector<std::uint32_t> order(background.source.size());
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t target = 0; target + 1 < background.row_start.size(); ++target)
    std::stable_sort(order.begin() + background.row_start[target], order.begin() + background.row_start[target + 1],
                     [&](std::uint32_t a, std::uint32_t b) { return background.source[a] < background.source[b]; });
  return order;
}

} // namespace

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
  background_order = sorted_by_source(network->background);
  pieces = neuron_pieces(network->neurons.model, 0, neurons());
}

} // namespace striate
