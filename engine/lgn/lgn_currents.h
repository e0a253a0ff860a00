// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Rates that act as currents, without chance (docs/model/lgn.md#eq-14): the units that send anything, ascending, and
/// how much of a spike each sends in a step of 1 / steps_per_ms ms. Keeps the memory of the lists.
void lgn_currents(std::span<const float> rates_Hz, int steps_per_ms, std::vector<std::uint32_t>& units,
                  std::vector<float>& amounts);

} // namespace striate
