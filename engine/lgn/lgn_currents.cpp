// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/lgn_currents.h"

#include "engine/kernels/spike_probability.h"

namespace striate {

void lgn_currents(std::span<const float> rates_Hz, int steps_per_ms, std::vector<std::uint32_t>& units,
                  std::vector<float>& amounts) {
  units.clear();
  amounts.clear();
  for (std::uint32_t unit = 0; unit < rates_Hz.size(); ++unit)
    if (const float amount = lgn_current(rates_Hz[unit]); amount != 0.0f) {
      units.push_back(unit);
      amounts.push_back(amount / static_cast<float>(steps_per_ms));
    }
}

} // namespace striate
