// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate {

/// Inverse of the standard normal distribution function for p in (0, 1); relative error below 1e-15.
/// Rational approximation (Acklam's form) refined by one Halley step on erfc.
double normal_quantile(double p);

/// Standard normal distribution function.
double normal_cdf(double x);

} // namespace striate
