// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"
#include "gpu/basis4/tables.h"
#include "gpu/tasks/training.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace striate {

/// A projection whose weights change, in the device's memory.
struct TrainedProjection {
  DeviceArray<std::uint64_t> row_run;
  DeviceArray<EdgeRun> runs;
  DeviceArray<std::uint32_t> target;
  DeviceArray<float> weight;

  TrainedProjection(const std::shared_ptr<Device>& device, const Projection& projection);
  RowArrays arrays() const;
};

/// What training on a GPU knows of a network, in the GPU's memory: the twin of TrainingStructure. Only the
/// weights change.
struct GpuTrainingTables {
  /// Throws Error when the network cannot be simulated or does not fit the GPU.
  GpuTrainingTables(std::shared_ptr<Device> on, std::shared_ptr<const Network> trained, const ModelTables& tables,
                    ThreadPool& pool);

  std::uint32_t neurons() const { return network->neurons.size(); }
  bool has_recurrent() const { return !network->recurrent.row_run.empty(); }
  bool has_lgn() const { return !network->lgn.row_run.empty(); }
  bool has_background() const {
    return !network->background.row_start.empty() && network->background.source_count != 0;
  }
  std::size_t bytes() const;

  std::shared_ptr<Device> device;
  std::shared_ptr<const Network> network;
  std::vector<CellConstants> host_cells;
  int max_delay = 1;
  std::uint32_t column_count = 0;

  std::uint64_t revision = 0; ///< of the weights, see TrainingWeights
  TrainedProjection recurrent, lgn;
  DeviceArray<std::uint32_t> background_row;
  DeviceArray<std::uint8_t> background_source;
  DeviceArray<float> background_weight;
  DeviceArray<CellConstants> cells;
  DeviceArray<std::uint16_t> model;
  DeviceArray<SynapseConstants> synapses;
  // ColumnLayout
  DeviceArray<std::uint32_t> column, target_start;
  DeviceArray<ColumnOfTarget> of_target;
  std::vector<DeviceArray<RowPart>> rounds;
};

} // namespace striate
