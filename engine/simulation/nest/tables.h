// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"
#include "engine/simulation/nest/constants.h"
#include "engine/simulation/nest/routes.h"
#include "engine/simulation/nest/timed_edges.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace striate {

/// What a run of the dynamics `nest` only reads: constants and synapses, cut into ranges of targets. Immutable.
struct NestTables {
  std::shared_ptr<const Network> network;
  NestConstants constants;
  std::vector<std::uint32_t> bounds; ///< range r owns targets [bounds[r], bounds[r + 1])
  Projection background_rows;        ///< the background by source
  /// Where edges have delays of their own; the routes then refer to these.
  std::optional<NestTimedEdges> timed_recurrent, timed_lgn, timed_background;
  std::optional<NestRoutes> recurrent, lgn, background;

  /// One range per thread of the pool. tables: those the network's cell models refer to. Throws Error when the network
  /// cannot be simulated at this dt.
  NestTables(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms, ThreadPool& pool);
  NestTables(const NestTables&) = delete; ///< the routes point into it
  NestTables& operator=(const NestTables&) = delete;

  std::uint32_t neurons() const { return network->neurons.size(); }
  /// The longest delay of LGN and background synapses, steps.
  int max_input_delay() const;
  int range_of(std::uint32_t neuron) const;
  int ranges() const { return static_cast<int>(bounds.size()) - 1; }
  const NestCellConstants& cell(std::uint32_t neuron) const { return constants.cells[network->neurons.model[neuron]]; }
};

} // namespace striate
