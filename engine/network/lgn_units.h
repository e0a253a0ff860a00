// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace striate {

/// The LGN population (docs/model/lgn.md#the-population), structure of arrays, all of length size(). Degrees, y up; ms;
/// weights in Hz per unit contrast. "non" is the second subfield of composite units, NaN for all others.
struct LgnUnits {
  double field_width_deg = 120.0, field_height_deg = 80.0;
  std::vector<std::uint8_t> unit_class; ///< index into ModelTables::lgn_classes
  std::vector<float> x_deg, y_deg, size_deg;
  std::array<std::vector<float>, 2> peak_dom_ms, weight_dom, delay_dom_ms;
  std::array<std::vector<float>, 2> peak_non_ms, weight_non, delay_non_ms;
  std::vector<float> axis_deg, separation_deg; ///< composite units: direction from the OFF to the ON subfield

  std::uint32_t size() const { return static_cast<std::uint32_t>(unit_class.size()); }
};

} // namespace striate
