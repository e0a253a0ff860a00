// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/kernels/cell_constants.h"
#include "engine/network/network.h"
#include "engine/simulation/target_partition.h"

#include <memory>
#include <vector>

namespace striate {

/// All that does not change while a network runs on the CPU: shared by the threads of a run and by the trials of a
/// batch. Immutable, so any number of threads may read it.
struct CpuTables {
  /// Cuts the targets into one range per thread of the pool. Throws Error when the network cannot be simulated.
  CpuTables(std::shared_ptr<const Network> network, const ModelTables& tables, ThreadPool& pool);
  CpuTables(const CpuTables&) = delete; // the shares point into it
  CpuTables& operator=(const CpuTables&) = delete;

  int ranges() const { return static_cast<int>(bounds.size()) - 1; }
  std::uint32_t neurons() const { return network->neurons.size(); }
  /// 0 when there are no synapses of theirs.
  std::uint32_t background_sources() const {
    return network->background.row_start.empty() ? 0 : network->background.source_count;
  }
  const CellConstants& cell(std::uint32_t neuron) const { return cells[network->neurons.model[neuron]]; }

  std::shared_ptr<const Network> network;
  std::vector<CellConstants> cells;
  SynapseConstants synapses;
  int max_delay;                     ///< longest recurrent delay in steps, at least 1
  std::vector<std::uint32_t> bounds; ///< range t owns the neurons [bounds[t], bounds[t + 1])
  RunShares recurrent, lgn;
};

} // namespace striate
