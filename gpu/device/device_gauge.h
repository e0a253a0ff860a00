// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/simulator.h"
#include "gpu/device/device.h"

#include <chrono>

namespace striate {

/// How much of a GPU a run uses: Simulator::device_load().
class DeviceGauge {
public:
  void begin() { begun_ = Clock::now(); }
  /// What was begun last is done.
  void end() { busy_ += Clock::now() - begun_; }
  DeviceLoad load(const Device& device);

private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begun_;
  Clock::duration busy_{}; ///< since `measured_`
  Clock::time_point measured_ = Clock::now();
  DeviceLoad load_;
};

} // namespace striate
