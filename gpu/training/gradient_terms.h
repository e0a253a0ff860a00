// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/objective.h"
#include "gpu/device/device_array.h"
#include "gpu/tasks/training.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// What the losses of some trials ask, in the device's memory.
class GpuGradientTerms {
public:
  /// Only how v is penalised, for the forward pass.
  void load_voltage(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials);
  /// All of it, for the backward pass.
  void load(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials, std::uint32_t neurons);

  GradientTerms arrays() const;
  /// About; the populations of the synchrony loss are small beside it.
  static std::size_t bytes(std::uint32_t neurons, std::uint32_t trials) {
    return std::size_t{neurons} * trials * (2 * sizeof(float) + sizeof(std::uint32_t));
  }

private:
  void load_counts(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials, std::uint32_t neurons);
  void load_populations(const std::shared_ptr<Device>& device, std::span<const TrialGradient> trials,
                        std::uint32_t neurons, std::vector<TrialTerms>& terms);

  DeviceArray<TrialTerms> trials_;
  DeviceArray<float> by_count_, population_;
  DeviceArray<std::uint32_t> member_start_, members_;
};

} // namespace striate
