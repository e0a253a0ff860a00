// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_summary.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// Reorders `weights`.
WeightSpread spread(std::vector<float>& weights) {
  if (weights.empty())
    return {};
  const auto quantile = [&](double level) {
    const auto place = weights.begin() + static_cast<std::ptrdiff_t>(level * static_cast<double>(weights.size() - 1));
    std::nth_element(weights.begin(), place, weights.end());
    return static_cast<double>(*place);
  };
  WeightSpread result{quantile(0.05), quantile(0.5), quantile(0.95), 0.0};
  for (const float weight : weights)
    result.mean += static_cast<double>(weight);
  result.mean /= static_cast<double>(weights.size());
  return result;
}

/// Absolute weights of the edges of a projection, by `group_count` groups that `group(source, target)` names.
template <typename Group>
std::vector<std::vector<float>> weights_by(const Projection& edges, std::size_t group_count, Group group) {
  std::vector<std::vector<float>> result(group_count);
  for (std::uint32_t source = 0; source < edges.source_count; ++source)
    for (const EdgeRun& run : edges.row(source))
      for (std::uint64_t edge = run.begin; edge < edges.run_end(run); ++edge)
        result[group(source, edges.target[edge])].push_back(std::abs(edges.weight[edge]));
  return result;
}

std::uint64_t neuron_bytes(const NeuronTable& neurons) {
  return std::uint64_t{neurons.size()} * (5 * sizeof(float) + sizeof(std::uint16_t) + sizeof(std::uint8_t)) +
         neurons.file_id.size() * sizeof(std::uint64_t);
}

void summarize_pairs(const Network& network, ThreadPool& pool, NetworkSummary& summary) {
  const std::size_t count = summary.populations.size();
  const auto& population = network.neurons.population;
  auto weights = weights_by(network.recurrent, count * count, [&](std::uint32_t source, std::uint32_t target) {
    return population[source] * count + population[target];
  });
  std::vector<WeightSpread> spreads(weights.size());
  pool.for_blocks(weights.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      spreads[i] = spread(weights[i]);
  });
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i].empty())
      continue;
    PairSummary pair;
    pair.source = i / count;
    pair.target = i % count;
    pair.edges = weights[i].size();
    pair.weight_pA = spreads[i];
    const auto edges = static_cast<double>(pair.edges);
    const double sources = summary.populations[pair.source].neurons;
    const double targets = summary.populations[pair.target].neurons;
    const double possible = targets * (pair.source == pair.target ? sources - 1.0 : sources);
    pair.in_degree = edges / targets;
    pair.probability = possible > 0.0 ? edges / possible : 0.0;
    PopulationSummary& to = summary.populations[pair.target];
    (network.tables->populations[pair.source].excitatory ? to.from_excitatory : to.from_inhibitory) += pair.in_degree;
    summary.pairs.push_back(pair);
  }
}

} // namespace

NetworkSummary summarize(const Network& network, ThreadPool& pool) {
  NetworkSummary summary;
  summary.populations.resize(network.tables->populations.size());
  const auto& population = network.neurons.population;
  for (const std::uint8_t p : population)
    ++summary.populations[p].neurons;
  summarize_pairs(network, pool, summary);

  auto lgn = weights_by(network.lgn, summary.populations.size(),
                        [&](std::uint32_t, std::uint32_t target) { return population[target]; });
  std::vector<std::vector<float>> background(summary.populations.size());
  for (std::uint32_t target = 0; target + 1 < network.background.row_start.size(); ++target)
    for (std::uint32_t i = network.background.row_start[target]; i < network.background.row_start[target + 1]; ++i)
      background[population[target]].push_back(std::abs(network.background.weight[i]));
  for (std::size_t p = 0; p < summary.populations.size(); ++p) {
    PopulationSummary& one = summary.populations[p];
    if (one.neurons > 0)
      one.lgn_sources = static_cast<double>(lgn[p].size()) / one.neurons;
    one.lgn_pA = spread(lgn[p]);
    one.background_pA = spread(background[p]);
  }
  const auto& runs = network.recurrent.runs;
  for (std::size_t run = 0; run + 1 < runs.size(); ++run)
    summary.delays[runs[run].delay] += runs[run + 1].begin - runs[run].begin;
  summary.neuron_bytes = neuron_bytes(network.neurons);
  summary.recurrent_bytes = network.recurrent.bytes();
  summary.lgn_bytes = network.lgn.bytes();
  summary.background_bytes = network.background.source.size() * (sizeof(std::uint8_t) + sizeof(float)) +
                             network.background.row_start.size() * sizeof(std::uint32_t) +
                             network.background.delay_ms.size() * sizeof(double);
  return summary;
}

} // namespace striate
