// SPDX-License-Identifier: Apache-2.0
#include "gpu/training/tables.h"

#include "engine/simulation/network_check.h"
#include "gpu/device/column_layout.h"

#include <algorithm>
#include <utility>

namespace striate {

namespace {

/// J of a block for 32 trials takes 16 MB, a third of the second-level cache of the GPUs that this is meant for.
constexpr std::uint32_t block_columns = 43'000;

template <typename T>
std::size_t bytes_of(const DeviceArray<T>& array) {
  return array.size() * sizeof(T);
}

std::size_t bytes_of(const TrainedProjection& projection) {
  return bytes_of(projection.row_run) + bytes_of(projection.runs) + bytes_of(projection.target) +
         bytes_of(projection.weight);
}

std::shared_ptr<const Network> checked(std::shared_ptr<const Network> network, const ModelTables& tables,
                                       ThreadPool& pool) {
  check_network(*network, tables, pool);
  return network;
}

} // namespace

TrainedProjection::TrainedProjection(const std::shared_ptr<Device>& device, const Projection& projection)
    : row_run(uploaded(device, projection.row_run)), runs(uploaded(device, projection.runs)),
      target(uploaded(device, projection.target)), weight(uploaded(device, projection.weight)) {}

RowArrays TrainedProjection::arrays() const {
  RowArrays arrays;
  arrays.row_run = row_run.data();
  arrays.runs = runs.data();
  arrays.target = target.data();
  arrays.weight = weight.data();
  return arrays;
}

GpuTrainingTables::GpuTrainingTables(std::shared_ptr<Device> on, std::shared_ptr<const Network> trained,
                                     const ModelTables& tables, ThreadPool& pool)
    : device(std::move(on)), network(checked(std::move(trained), tables, pool)),
      host_cells(make_cell_constants(tables)), max_delay(std::max(1, network->recurrent.max_delay())),
      recurrent(device, network->recurrent), lgn(device, network->lgn),
      background_row(uploaded(device, network->background.row_start)),
      background_source(uploaded(device, network->background.source)),
      background_weight(uploaded(device, network->background.weight)), cells(uploaded(device, host_cells)),
      model(uploaded(device, network->neurons.model)) {
  const SynapseConstants constants = make_synapse_constants(tables);
  synapses = {device, std::span(&constants, 1)};
  const ColumnLayout layout(network->recurrent, neurons(), block_columns, pool);
  column_count = layout.columns;
  column = uploaded(device, layout.column);
  target_start = uploaded(device, layout.target_start);
  of_target = uploaded(device, layout.of_target);
  for (const auto& round : layout.rounds)
    rounds.push_back(uploaded(device, round));
}

std::size_t GpuTrainingTables::bytes() const {
  std::size_t bytes = bytes_of(recurrent) + bytes_of(lgn) + bytes_of(background_row) + bytes_of(background_source) +
                      bytes_of(background_weight) + bytes_of(model) + bytes_of(column) + bytes_of(target_start) +
                      bytes_of(of_target);
  for (const auto& round : rounds)
    bytes += bytes_of(round);
  return bytes;
}

} // namespace striate
