// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/temporal_kernel.h"
#include "engine/network/lgn_units.h"

#include <cstdint>
#include <vector>

namespace striate {

/// Where one subfield of a unit looks, degrees, and the standard deviation of its Gaussian.
struct LgnSubfield {
  double x_deg = 0.0, y_deg = 0.0, sigma_deg = 0.0;
  bool operator==(const LgnSubfield&) const = default;
};

/// Class of a unit. Throws Error when it has an index outside the table.
const LgnClass& lgn_class_of(const LgnUnits& units, std::uint32_t unit);

/// The dominant subfield and, of composite units, the other (docs/model/lgn.md#eq-2). The unit must exist.
std::vector<LgnSubfield> subfields_of(const LgnUnits& units, std::uint32_t unit);

/// Temporal filters of one unit and the amplitude of the dominant one (that of the other is 1); non_dominant is empty
/// unless the unit is composite. Throws Error when its parameters are impossible.
CompositeKernels kernels_of(const LgnUnits& units, std::uint32_t unit);

} // namespace striate
