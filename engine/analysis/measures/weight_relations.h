// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace striate {

/// Connection weight against the difference of preferred directions or against response correlation
/// (docs/model/analysis.md#eq-13, docs/model/analysis.md#eq-23).

struct BinnedMean {
  double from = 0.0, to = 0.0;
  std::size_t n = 0;
  double mean = 0.0;
  double sem = 0.0; ///< sample SD / sqrt(n); NaN below two values
};

/// Means of y in equal bins of x over [low, high], right-closed, the first closed on both sides. Bins without values
/// are left out. Pairs with an undefined value are dropped.
std::vector<BinnedMean> binned_means(std::span<const double> x, std::span<const double> y, double low, double high,
                                     double width);

/// w = a cos D + b cos 2D + c by least squares (docs/model/analysis.md#eq-13); t tests on a and b with n - 3 degrees of
/// freedom. a: preference for the same direction, b: for the same orientation. NaN below 10 pairs.
struct CosineFit {
  double a = 0.0, b = 0.0, c = 0.0, p_a = 0.0, p_b = 0.0;
  std::size_t n = 0;
  double value(double difference_deg) const;
};
CosineFit cosine_fit(std::span<const double> difference_deg, std::span<const double> weight);

/// Least-squares line (docs/model/analysis.md#eq-23) over the points with x in [low, high], p of the slope, Pearson's
/// r.
struct LineFit {
  double slope = 0.0, intercept = 0.0, p = 0.0, r = 0.0;
  std::size_t n = 0;
};
LineFit line_fit(std::span<const double> x, std::span<const double> y, double low = -1.0, double high = 1.0);

/// "***" below 0.001, "**" below 0.01, "*" below 0.05, else "".
const char* stars(double p);

} // namespace striate
