// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/basis4/tables.h"
#include "gpu/device/device_array.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// A projection in the device's memory.
struct DeviceProjection {
  std::vector<std::uint32_t> host_row_chunk; ///< [source + 1], empty when there are no sources
  DeviceArray<std::uint32_t> row_chunk;
  DeviceArray<EdgeChunk> chunks;
  DeviceArray<std::uint32_t> target;
  DeviceArray<float> weight;

  DeviceProjection(const std::shared_ptr<Device>& device, const Projection& projection);
  ProjectionArrays arrays() const { return {row_chunk.data(), chunks.data(), target.data(), weight.data()}; }
  /// Of these sources, in their order.
  std::vector<std::uint32_t> chunks_of(std::span<const std::uint32_t> sources) const;
};

/// All that does not change while a network runs on a GPU. The twin of CpuTables, which it keeps for what the
/// host asks (names, checks, explanations). Immutable.
struct GpuTables {
  /// Throws Error when the network cannot be simulated or does not fit the GPU.
  GpuTables(std::shared_ptr<Device> on, std::shared_ptr<const Network> network, const ModelTables& tables);

  std::uint32_t neurons() const { return host->neurons(); }
  int max_delay() const { return host->max_delay; }

  std::shared_ptr<Device> device;
  std::shared_ptr<const CpuTables> host;
  DeviceProjection recurrent, lgn;
  DeviceArray<std::uint32_t> background_row;
  DeviceArray<std::uint8_t> background_source;
  DeviceArray<float> background_weight;
  DeviceArray<CellConstants> cells;
  DeviceArray<std::uint16_t> model;
  DeviceArray<SynapseConstants> synapses;
};

} // namespace striate
