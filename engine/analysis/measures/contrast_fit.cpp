// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/contrast_fit.h"

#include "engine/core/distinct_values.h"
#include "engine/core/numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {
namespace {

constexpr double slope = 10.0, grid_step = 0.02, coarse_step = 0.05;
constexpr double smallest_mean = 1e-6;

double sigmoid(double x) {
  return 1.0 / (1.0 + std::exp(-x));
}

/// Trials of one contrast: their number and their sum say all the likelihood needs.
struct Group {
  double contrast = 0.0, n = 0.0, sum = 0.0, square = 0.0;
};

std::vector<Group> groups_of(std::span<const double> contrast, std::span<const double> counts) {
  const auto different = DistinctValues::of_numbers({contrast.begin(), contrast.end()});
  std::vector<Group> groups(different.values().size());
  for (std::size_t i = 0; i < std::min(contrast.size(), counts.size()); ++i) {
    if (std::isnan(contrast[i]))
      continue;
    Group& group = groups[different.index(contrast[i])];
    group.contrast = different(contrast[i]);
    group.n += 1.0;
    group.sum += counts[i];
    group.square += counts[i] * counts[i];
  }
  std::erase_if(groups, [](const Group& group) { return group.n == 0.0; });
  return groups;
}

/// alpha of variance = mu + alpha mu^2, by moments within contrasts; 0 = Poisson.
double dispersion(const std::vector<Group>& groups) {
  double excess = 0.0, scale = 0.0;
  for (const Group& group : groups) {
    if (group.n < 2.0)
      continue;
    const double mean = group.sum / group.n;
    const double variance = (group.square - group.sum * mean) / (group.n - 1.0);
    excess += variance - mean;
    scale += mean * mean;
  }
  return scale > 0.0 ? std::max(0.0, excess / scale) : 0.0;
}

double log_likelihood(const std::vector<Group>& groups, std::span<const double> mu, double alpha) {
  double sum = 0.0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const double m = std::max(mu[i], smallest_mean);
    sum += alpha > 0.0 ? groups[i].sum * std::log(m / (1.0 + alpha * m)) - groups[i].n / alpha * std::log1p(alpha * m)
                       : groups[i].sum * std::log(m) - groups[i].n * m;
  }
  return sum;
}

/// Base and gain >= 0 for a given shape by Fisher scoring.
struct TwoParameters {
  double base = 0.0, gain = 0.0, log_likelihood = 0.0;
};

TwoParameters fit_shape(const std::vector<Group>& groups, std::span<const double> shape, double alpha) {
  double total = 0.0, trials = 0.0;
  for (const Group& group : groups) {
    total += group.sum;
    trials += group.n;
  }
  TwoParameters at{0.5 * total / trials, 0.5 * total / trials, 0.0};
  std::vector<double> mu(groups.size());
  for (int iteration = 0; iteration < 20; ++iteration) {
    double ww = 0.0, ws = 0.0, ss = 0.0, wy = 0.0, sy = 0.0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const double m = std::max(at.base + at.gain * shape[i], smallest_mean);
      const double weight = groups[i].n / (m * (1.0 + alpha * m)), y = groups[i].sum / groups[i].n;
      ww += weight;
      ws += weight * shape[i];
      ss += weight * shape[i] * shape[i];
      wy += weight * y;
      sy += weight * shape[i] * y;
    }
    const double det = ww * ss - ws * ws;
    double base = det > 1e-12 * ww * ss ? (ss * wy - ws * sy) / det : wy / ww;
    double gain = det > 1e-12 * ww * ss ? (ww * sy - ws * wy) / det : 0.0;
    if (gain < 0.0) {
      gain = 0.0;
      base = wy / ww;
    } else if (base < 0.0) {
      base = 0.0;
      gain = std::max(0.0, sy / ss);
    }
    const double change = std::abs(base - at.base) + std::abs(gain - at.gain);
    at.base = base;
    at.gain = gain;
    if (change < 1e-9 * (base + gain))
      break;
  }
  for (std::size_t i = 0; i < groups.size(); ++i)
    mu[i] = at.base + at.gain * shape[i];
  at.log_likelihood = log_likelihood(groups, mu, alpha);
  return at;
}

double shape_at(ContrastClass kind, double contrast, double rise, double fall) {
  const double up = sigmoid(slope * (contrast - rise)), down = sigmoid(-slope * (contrast - fall));
  // h of docs/model/analysis.md#eq-19
  return kind == ContrastClass::high_pass ? up : kind == ContrastClass::low_pass ? down : up * down;
}

ContrastFit fit_class(const std::vector<Group>& groups, ContrastClass kind, double alpha) {
  ContrastFit best{kind, 0.0, 0.0, undefined, undefined, -std::numeric_limits<double>::infinity(), 0.0};
  const bool band = kind == ContrastClass::band_pass;
  const double step = band ? coarse_step : grid_step;
  std::vector<double> shape(groups.size());
  const auto attempt = [&](double rise, double fall) {
    for (std::size_t i = 0; i < groups.size(); ++i)
      shape[i] = shape_at(kind, groups[i].contrast, rise, fall);
    const TwoParameters fit = fit_shape(groups, shape, alpha);
    if (fit.log_likelihood > best.log_likelihood)
      best = {kind, fit.base, fit.gain, rise, fall, fit.log_likelihood, 0.0};
  };
  const int steps = static_cast<int>(std::lround(1.0 / step));
  for (int i = 0; i <= steps; ++i)
    if (!band)
      attempt(i * step, i * step);
    else
      for (int k = i; k <= steps; ++k)
        attempt(i * step, k * step);
  best.aic = 2.0 * (band ? 4.0 : 3.0) - 2.0 * best.log_likelihood;
  if (kind == ContrastClass::high_pass)
    best.fall = undefined;
  if (kind == ContrastClass::low_pass)
    best.rise = undefined;
  return best;
}

} // namespace

double ContrastFit::value(double contrast) const {
  return gain == 0.0 ? base : base + gain * shape_at(kind, contrast, rise, fall);
}

ContrastFit fit_contrast(std::span<const double> contrast, std::span<const double> counts) {
  const std::vector<Group> groups = groups_of(contrast, counts);
  const bool fires = std::any_of(groups.begin(), groups.end(), [](const Group& group) { return group.sum > 0.0; });
  if (!fires)
    return {.rise = undefined, .fall = undefined};
  const double alpha = dispersion(groups);
  ContrastFit best = fit_class(groups, ContrastClass::high_pass, alpha);
  for (const ContrastClass kind : {ContrastClass::low_pass, ContrastClass::band_pass})
    if (const ContrastFit fit = fit_class(groups, kind, alpha); fit.aic < best.aic)
      best = fit;
  return best;
}

const char* contrast_class_name(ContrastClass kind) {
  return kind == ContrastClass::high_pass ? "high-pass" : kind == ContrastClass::low_pass ? "low-pass" : "band-pass";
}

} // namespace striate
