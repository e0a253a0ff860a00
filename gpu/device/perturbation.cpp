// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/perturbation.h"

#include <algorithm>
#include <span>
#include <vector>

namespace striate {

DevicePerturbation::DevicePerturbation(const std::shared_ptr<Device>& device, const Perturbation& perturbation,
                                       std::size_t neurons)
    : outgoing(device, std::span(perturbation.outgoing)), incoming(device, std::span(perturbation.incoming)) {
  const bool membranes = !perturbation.added_pA.empty() || !perturbation.silenced.empty();
  std::vector<float> added(membranes ? neurons : 0, 0.0f);
  std::vector<std::int32_t> silenced(added.size(), 0);
  std::copy(perturbation.added_pA.begin(), perturbation.added_pA.end(), added.begin());
  std::transform(perturbation.silenced.begin(), perturbation.silenced.end(), silenced.begin(),
                 [](std::uint8_t one) { return one != 0 ? 1 : 0; });
  added_pA = DeviceArray<float>(device, std::span<const float>(added));
  held = DeviceArray<std::int32_t>(device, std::span<const std::int32_t>(silenced));
}

} // namespace striate
