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

std::vector<std::vector<TrainingStructure::SlotDelay>> inputs_of(const std::vector<NeuronPiece>& pieces,
                                                                 const Projection& recurrent, std::uint32_t neurons) {
  std::vector<std::uint32_t> piece_of(neurons);
  for (std::size_t k = 0; k < pieces.size(); ++k)
    std::fill(piece_of.begin() + pieces[k].begin, piece_of.begin() + pieces[k].end, static_cast<std::uint32_t>(k));
  constexpr std::size_t kinds = SynapseConstants::slots * 256;
  std::vector<bool> present(pieces.size() * kinds);
  for (std::size_t run = 0; run + 1 < recurrent.runs.size(); ++run) {
    const std::size_t kind = recurrent.runs[run].slot * std::size_t{256} + recurrent.runs[run].delay;
    for (std::uint64_t e = recurrent.runs[run].begin; e < recurrent.runs[run + 1].begin; ++e)
      present[piece_of[recurrent.target[e]] * kinds + kind] = true;
  }
  std::vector<std::vector<TrainingStructure::SlotDelay>> inputs(pieces.size());
  for (std::size_t k = 0; k < pieces.size(); ++k)
    for (std::size_t kind = 0; kind < kinds; ++kind)
      if (present[k * kinds + kind])
        inputs[k].push_back({static_cast<std::uint8_t>(kind / 256), static_cast<std::uint8_t>(kind % 256)});
  return inputs;
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
  piece_inputs = inputs_of(pieces, network->recurrent, neurons());
}

} // namespace striate
