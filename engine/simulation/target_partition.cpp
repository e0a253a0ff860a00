// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/target_partition.h"

#include <algorithm>
#include <numeric>

namespace striate {

namespace {

// What a step spends, in ns: measured on the core network; only the ratio matters.
constexpr double cost_per_neuron = 1.5;
constexpr double cost_per_recurrent_edge = 0.7 * 0.0037; ///< per event x mean spikes per step of a neuron
constexpr double cost_per_lgn_edge = 0.7 * 0.0064;

/// Adds the expected cost of a projection's events to its targets, from a sample of at most about a million edges.
void add_event_cost(const Projection& projection, double cost_per_edge, std::vector<double>& cost) {
  const std::uint64_t stride = 1 + projection.edge_count() / 1'000'000;
  for (std::uint64_t e = 0; e < projection.edge_count(); e += stride)
    cost[projection.target[e]] += cost_per_edge * static_cast<double>(stride);
}

} // namespace

std::vector<std::uint32_t> balanced_bounds(const Network& network, int threads) {
  const std::uint32_t neurons = network.neurons.size();
  std::vector<double> cost(neurons, cost_per_neuron);
  add_event_cost(network.recurrent, cost_per_recurrent_edge, cost);
  add_event_cost(network.lgn, cost_per_lgn_edge, cost);
  std::partial_sum(cost.begin(), cost.end(), cost.begin());

  std::vector<std::uint32_t> bounds(static_cast<std::size_t>(threads) + 1, neurons);
  bounds[0] = 0;
  for (std::size_t t = 1; t < static_cast<std::size_t>(threads); ++t) {
    const double share = cost.back() * static_cast<double>(t) / threads;
    const auto cut = static_cast<std::uint32_t>(std::lower_bound(cost.begin(), cost.end(), share) - cost.begin());
    bounds[t] = std::min(neurons, (cut + 8) / 16 * 16);
  }
  return bounds;
}

RunShares::RunShares(const Projection& projection, std::span<const std::uint32_t> bounds, ThreadPool& pool)
    : projection_(&projection), threads_(static_cast<int>(bounds.size()) - 1) {
  const std::size_t inner = bounds.size() - 2;
  const std::size_t runs = projection.runs.empty() ? 0 : projection.runs.size() - 1;
  cut_.resize(runs * inner);
  if (inner == 0)
    return;
  pool.for_blocks(runs, 4096, [&](std::size_t begin, std::size_t end) {
    for (std::size_t run = begin; run < end; ++run) {
      const auto first = projection.target.begin() + static_cast<std::ptrdiff_t>(projection.runs[run].begin);
      const auto last = projection.target.begin() + static_cast<std::ptrdiff_t>(projection.runs[run + 1].begin);
      for (std::size_t t = 0; t < inner; ++t)
        cut_[run * inner + t] = static_cast<std::uint32_t>(std::lower_bound(first, last, bounds[t + 1]) - first);
    }
  });
}

} // namespace striate
