// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/statistics.h"

#include "engine/core/numbers.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

namespace striate {
namespace {

double squared_deviations(std::span<const double> values) {
  const double middle = mean(values);
  double sum = 0.0;
  for (const double value : values)
    sum += (value - middle) * (value - middle);
  return sum;
}

} // namespace

double mean(std::span<const double> values) {
  return values.empty() ? undefined
                        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double population_sd(std::span<const double> values) {
  return values.empty() ? undefined : std::sqrt(squared_deviations(values) / static_cast<double>(values.size()));
}

double sample_sd(std::span<const double> values) {
  return values.size() < 2 ? undefined : std::sqrt(squared_deviations(values) / static_cast<double>(values.size() - 1));
}

double pearson(std::span<const double> a, std::span<const double> b) {
  const std::size_t count = std::min(a.size(), b.size());
  const double mean_a = mean(a.first(count)), mean_b = mean(b.first(count));
  double aa = 0.0, bb = 0.0, ab = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
    ab += (a[i] - mean_a) * (b[i] - mean_b);
  }
  return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : undefined;
}

std::vector<double> sorted_defined(std::span<const double> values) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  for (const double value : values)
    if (!std::isnan(value))
      sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double quantile(std::span<const double> sorted, double p) {
  if (sorted.empty())
    return undefined;
  const double at = std::clamp(p, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double median_defined(std::span<const double> values) {
  return quantile(sorted_defined(values), 0.5);
}

double f2_upper_tail(double F, double m) {
  if (std::isnan(F) || !(m > 0.0))
    return undefined;
  return std::exp(-0.5 * m * std::log1p(2.0 * std::max(F, 0.0) / m));
}

double t_two_sided(double t, double m) {
  if (std::isnan(t) || !(m > 0.0))
    return undefined;
  if (std::isinf(t))
    return 0.0;
  return 2.0 * boost::math::cdf(boost::math::complement(boost::math::students_t(m), std::abs(t)));
}

double poisson_upper_tail(double k, double mu) {
  if (std::isnan(k) || std::isnan(mu) || mu < 0.0)
    return undefined;
  const double count = std::floor(k);
  if (count < 0.0)
    return 1.0;
  return mu == 0.0 ? 0.0 : boost::math::gamma_p(count + 1.0, mu);
}

} // namespace striate
