// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/device_gauge.h"

#include <algorithm>

namespace striate {

DeviceLoad DeviceGauge::load(const Device& device) {
  using namespace std::chrono_literals;
  const auto now = Clock::now();
  if (load_.total_bytes != 0 && now - measured_ < 500ms)
    return load_;
  const DeviceInfo info = device.info();
  load_.total_bytes = info.memory_bytes;
  load_.used_bytes = info.memory_bytes - info.free_bytes;
  load_.busy = std::min(1.0, std::chrono::duration<double>(busy_) / std::chrono::duration<double>(now - measured_));
  busy_ = {};
  measured_ = now;
  return load_;
}

} // namespace striate
