// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/similarity.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

#include <algorithm>
#include <cmath>

namespace striate {
namespace {}

double QuantileCurve::cdf(double value) const {
  if (q.empty() || std::isnan(value))
    return undefined;
  if (value < q.front())
    return 0.0;
  if (value >= q.back())
    return 1.0;
  // upper_bound: among equal quantiles the largest probability counts.
  const auto above = static_cast<std::size_t>(std::upper_bound(q.begin(), q.end(), value) - q.begin());
  const double share = (value - q[above - 1]) / (q[above] - q[above - 1]);
  const double probability = p[above - 1] + share * (p[above] - p[above - 1]);
  // docs/model/analysis.md#eq-7
  return std::floor(probability * (units - 1) + 1.0 + 1e-9) / units;
}

double QuantileCurve::quantile(double probability) const {
  if (q.empty())
    return undefined;
  const auto above = std::lower_bound(p.begin(), p.end(), probability);
  if (above == p.begin())
    return q.front();
  if (above == p.end())
    return q.back();
  const auto at = static_cast<std::size_t>(above - p.begin());
  return q[at - 1] + (probability - p[at - 1]) / (p[at] - p[at - 1]) * (q[at] - q[at - 1]);
}

QuantileCurve::Points QuantileCurve::points() const {
  return exact ? *exact : Points{quantile(0.05), quantile(0.25), quantile(0.5), quantile(0.75), quantile(0.95)};
}

double ks_statistic(std::span<const double> a, std::span<const double> b) {
  const std::vector<double> first = sorted_defined(a), second = sorted_defined(b);
  if (first.empty() || second.empty())
    return undefined;
  std::size_t i = 0, j = 0;
  double largest = 0.0;
  while (i < first.size() && j < second.size()) {
    const double at = std::min(first[i], second[j]);
    while (i < first.size() && first[i] <= at)
      ++i;
    while (j < second.size() && second[j] <= at)
      ++j;
    largest = std::max(largest, std::abs(static_cast<double>(i) / static_cast<double>(first.size()) -
                                         static_cast<double>(j) / static_cast<double>(second.size())));
  }
  return largest;
}

double ks_statistic(std::span<const double> model, const QuantileCurve& recorded) {
  const std::vector<double> values = sorted_defined(model);
  if (values.empty() || recorded.q.empty())
    return undefined;
  const auto n = static_cast<double>(values.size());
  double largest = 0.0;
  for (std::size_t j = 0; j < values.size(); ++j) {
    const double F = recorded.cdf(values[j]);
    largest =
        std::max({largest, std::abs(static_cast<double>(j + 1) / n - F), std::abs(static_cast<double>(j) / n - F)});
  }
  return largest;
}

} // namespace striate
