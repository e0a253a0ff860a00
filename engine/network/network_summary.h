// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <cstdint>
#include <map>
#include <vector>

namespace striate {

/// Quantiles of absolute weights, pA. Of nothing: all 0.
struct WeightSpread {
  double q05 = 0.0, median = 0.0, q95 = 0.0, mean = 0.0;
};

/// Recurrent edges between two populations that have some.
struct PairSummary {
  std::size_t source = 0, target = 0; ///< populations
  std::uint64_t edges = 0;
  double probability = 0.0; ///< edges per ordered pair of different neurons
  double in_degree = 0.0;   ///< edges per target neuron
  WeightSpread weight_pA;
};

struct PopulationSummary {
  std::uint32_t neurons = 0;
  double from_excitatory = 0.0, from_inhibitory = 0.0; ///< recurrent edges per neuron
  double lgn_sources = 0.0;                            ///< distinct LGN units per neuron
  WeightSpread lgn_pA, background_pA;
};

/// Counts, weights, delays and memory of a network: what `striate network info` prints.
struct NetworkSummary {
  std::vector<PopulationSummary> populations; ///< in table order
  std::vector<PairSummary> pairs;             ///< by source, then target
  std::map<int, std::uint64_t> delays;        ///< steps of 1 ms -> recurrent edges
  std::uint64_t neuron_bytes = 0, recurrent_bytes = 0, lgn_bytes = 0, background_bytes = 0;
};

NetworkSummary summarize(const Network& network, ThreadPool& pool);

} // namespace striate
