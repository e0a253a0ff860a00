// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/state.h"
#include "gpu/device/device_array.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace striate {

/// The dynamic state of one run in a device's memory; see simulation/state.h.
struct GpuState {
  GpuState() = default;
  GpuState(const std::shared_ptr<Device>& device, std::size_t neurons, int depth);

  /// Becomes equal to the other, which belongs to the same network.
  void assign(const GpuState& other);
  NeuronState download() const;
  void upload(const NeuronState& state);

  DeviceArray<float> v;
  std::array<DeviceArray<float>, 2> asc;
  std::array<DeviceArray<float>, SynapseConstants::bases> rise, current;
  DeviceArray<std::int32_t> countdown;
  DeviceArray<FixedWeight> planes;   ///< [arrival % depth][slot 0..8][neuron]
  DeviceArray<FixedWeight> external; ///< [neuron]
  DeviceArray<float> watched;        ///< [place][source][rise 0..3, current 0..3]
};

} // namespace striate
