#pragma once
#include <span>
#include <vector>

namespace striate {

/// A recorded distribution known by its quantiles (spec: analysis, section 1.9).
struct QuantileCurve {
  int units = 0;
  std::vector<double> p; ///< ascending 0..1
  std::vector<double> q; ///< ascending values

  /// Distribution function, a step function of `units` values.
  double cdf(double value) const;
  double quantile(double probability) const;
  double median() const { return quantile(0.5); }
};

/// Two-sample Kolmogorov-Smirnov statistic; undefined values are dropped; NaN when a side is empty.
double ks_statistic(std::span<const double> a, std::span<const double> b);
/// The same against a quantile curve (largest error against the exact one: 0.010 for more than 300 units, 0.032 for 30
/// and fewer).
double ks_statistic(std::span<const double> model, const QuantileCurve& recorded);

/// Similarity score S = 1 - D.
inline double similarity(double ks) {
  return 1.0 - ks;
}
/// Types with at least this many values on both sides enter the mean score.
constexpr int smallest_scored_group = 15;

} // namespace striate
