// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/kernels/cell_constants.h"
#include "engine/network/network.h"
#include "engine/simulation/basis4/neurons.h"
#include "engine/simulation/target_partition.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace striate {

/// What forward and backward pass know of a network besides its weights; immutable, shared by both.
struct TrainingStructure {
  /// Throws Error when the network cannot be simulated.
  TrainingStructure(std::shared_ptr<const Network> trained, const ModelTables& tables, ThreadPool& pool);

  std::uint32_t neurons() const { return network->neurons.size(); }
  bool has_recurrent() const { return !network->recurrent.row_run.empty(); }
  bool has_lgn() const { return !network->lgn.row_run.empty(); }

  std::shared_ptr<const Network> network;
  std::vector<CellConstants> cells; ///< per cell model
  SynapseConstants synapses;
  int max_delay = 1;

  // Forward: every thread owns the targets [bounds[t], bounds[t + 1]).
  std::vector<std::uint32_t> bounds;
  std::unique_ptr<RunShares> recurrent_shares, lgn_shares;

  // Backward: pieces do not depend on the number of threads.
  std::vector<NeuronPiece> pieces;
};

} // namespace striate
