// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/perturbation.h"
#include "gpu/device/device_array.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace striate {

/// A perturbation in a device's memory; what is empty is not perturbed. `added_pA` and `held` are both there or both
/// empty.
struct DevicePerturbation {
  DevicePerturbation() = default;
  /// The perturbation must fit the network.
  DevicePerturbation(const std::shared_ptr<Device>& device, const Perturbation& perturbation, std::size_t neurons);

  DeviceArray<float> outgoing, incoming, added_pA;
  DeviceArray<std::int32_t> held;
};

} // namespace striate
