// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <numbers>

namespace striate {

/// A value that cannot be known from the data. Never compares equal; tables write an empty field or "nan".
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// One degree in radians.
inline constexpr double degree = std::numbers::pi / 180.0;

} // namespace striate
