// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <vector>

namespace striate {

/// A recorded distribution known by its quantiles (docs/model/analysis.md#eq-7).
struct QuantileCurve {
  /// Quantiles computed from the units themselves.
  struct Points {
    double p05, q1, median, q3, p95;
  };

  int units = 0;
  std::vector<double> p; ///< ascending 0..1
  std::vector<double> q; ///< ascending values
  std::optional<Points> exact{};

  /// Exact where they are known, else interpolated in the curve.
  Points points() const;

  /// Distribution function, a step function of `units` values.
  double cdf(double value) const;
  double quantile(double probability) const;
  double median() const { return points().median; }
};

/// Two-sample Kolmogorov-Smirnov statistic (docs/model/analysis.md#eq-6); undefined values are dropped; NaN when a side
/// is empty.
double ks_statistic(std::span<const double> a, std::span<const double> b);
/// The same against a quantile curve (largest error against the exact one: 0.010 for more than 300 units, 0.032 for 30
/// and fewer).
double ks_statistic(std::span<const double> model, const QuantileCurve& recorded);

/// Similarity score S = 1 - D, docs/model/analysis.md#eq-6.
inline double similarity(double ks) {
  return 1.0 - ks;
}
/// Types with at least this many values on both sides enter the mean score.
constexpr int smallest_scored_group = 15;

} // namespace striate
