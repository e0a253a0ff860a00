// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>

namespace striate {

/// Plain statistics of the measures. Undefined values (NaN) are not dropped here unless a function says so; an empty
/// input gives NaN. All functions are pure and may be called from any thread.

double mean(std::span<const double> values);
double population_sd(std::span<const double> values); ///< divisor n
double sample_sd(std::span<const double> values);     ///< divisor n - 1; NaN below two values
/// Pearson correlation (docs/model/analysis.md#eq-17) of two lists of one length; NaN when either is constant.
double pearson(std::span<const double> a, std::span<const double> b);

/// The defined values in ascending order.
std::vector<double> sorted_defined(std::span<const double> values);
/// Quantile of ascending values by linear interpolation between order statistics (Hyndman-Fan type 7), p in 0..1.
double quantile(std::span<const double> sorted, double p);
double median_defined(std::span<const double> values);

/// Upper tail of F(2, m), for docs/model/analysis.md#eq-4: (1 + 2 F / m)^(-m / 2).
double f2_upper_tail(double F, double m);
/// Two-sided p of a t value with m degrees of freedom.
double t_two_sided(double t, double m);
/// P(X > floor(k)) for a Poisson count of mean mu.
double poisson_upper_tail(double k, double mu);

} // namespace striate
