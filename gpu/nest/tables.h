// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/nest/tables.h"
#include "gpu/device/device_array.h"
#include "gpu/tasks/nest.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace striate {

/// A projection of the dynamics `nest` in the device's memory.
struct DeviceNestProjection {
  std::vector<std::uint32_t> host_row_chunk; ///< [source + 1], empty when there are no chunks
  std::vector<std::uint16_t> host_delay;     ///< [chunk], steps; empty where all have the same
  std::vector<int> delays;                   ///< those that occur, ascending
  DeviceArray<std::uint32_t> row_chunk;
  DeviceArray<NestChunk> chunks;
  DeviceArray<std::uint32_t> target;
  DeviceArray<float> weight;

  /// routes: of a single range, which has all targets.
  DeviceNestProjection(const std::shared_ptr<Device>& device, const NestRoutes& routes);
  bool empty() const { return host_row_chunk.empty(); }
  NestProjectionArrays arrays() const { return {chunks.data(), target.data(), weight.data()}; }
  /// Adds the places of the chunks of a source; it must not be empty(). With a delay, only of those that have it.
  void add_chunks(std::uint32_t source, std::vector<std::uint32_t>& places) const;
  void add_chunks(std::uint32_t source, int delay, std::vector<std::uint32_t>& places) const;
};

/// All that does not change while a network runs on a GPU in the dynamics `nest`. The twin of NestTables,
/// which it keeps for what the host asks (names, checks, states, explanations). Immutable.
struct GpuNestTables {
  /// Throws Error when the network cannot be simulated at this dt or does not fit the GPU.
  GpuNestTables(const std::shared_ptr<Device>& device, std::shared_ptr<const Network> network,
                const ModelTables& tables, double dt_ms);

  std::uint32_t neurons() const { return host->neurons(); }
  std::uint32_t receptors() const { return static_cast<std::uint32_t>(host->constants.receptors); }

  std::unique_ptr<const NestTables> host;
  DeviceNestProjection recurrent, lgn, background;
  DeviceArray<std::uint16_t> model;
  DeviceArray<NestCell> cells;                  ///< [model]
  DeviceArray<NestReceptor> receptor_constants; ///< [model][receptor]
  DeviceArray<std::uint32_t> model_receptors;   ///< [model]
};

} // namespace striate
