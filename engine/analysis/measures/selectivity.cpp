// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/selectivity.h"

#include "engine/core/numbers.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace striate {
namespace {

constexpr double responsive_Hz = 0.5;

double wrapped(double angle, double period) {
  const double rest = std::fmod(angle, period);
  const double positive = rest < 0.0 ? rest + period : rest;
  return positive >= period ? 0.0 : positive;
}

/// docs/model/analysis.md#eq-3: the axis of the doubled vector, turned to the side on which the single vector lies.
double vector_direction(std::complex<double> first, std::complex<double> second) {
  const double axis = 0.5 * std::arg(second);
  const double side = std::real(std::polar(1.0, -axis) * first);
  return wrapped(axis / degree + (side >= 0.0 ? 0.0 : 180.0), 360.0);
}

} // namespace

Selectivity selectivity(const ConditionRates& rates, ThreadPool& pool) {
  const std::size_t n = rates.neurons;
  Selectivity result;
  result.average_Hz = average_rate(rates);
  result.maximum_Hz.assign(n, undefined);
  result.argmax_deg.assign(n, undefined);
  for (auto* list : {&result.osi, &result.dsi, &result.vector_direction_deg, &result.vector_orientation_deg})
    list->assign(n, undefined);
  if (rates.conditions() == 0)
    return result;
  std::vector<std::complex<double>> once, twice;
  for (const double direction : rates.direction_deg) {
    once.push_back(std::polar(1.0, direction * degree));
    twice.push_back(std::polar(1.0, 2.0 * direction * degree));
  }
  pool.for_blocks(n, 2048, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      std::complex<double> first, second;
      double total = 0.0, highest = -1.0;
      std::size_t best = 0;
      for (std::size_t k = 0; k < once.size(); ++k) {
        const double rate = rates.mean_Hz[k * n + i];
        first += rate * once[k];
        second += rate * twice[k];
        total += rate;
        if (rate > highest) {
          highest = rate;
          best = k;
        }
      }
      if (highest >= 0.0) {
        result.maximum_Hz[i] = highest;
        result.argmax_deg[i] = once.size() > 1 ? rates.direction_deg[best] : undefined;
      }
      if (!(total > 0.0) || once.size() < fewest_selectivity_directions)
        continue;
      // docs/model/analysis.md#eq-2
      result.dsi[i] = std::abs(first) / total;
      result.osi[i] = std::abs(second) / total;
      result.vector_direction_deg[i] = vector_direction(first, second);
      result.vector_orientation_deg[i] = wrapped(result.vector_direction_deg[i], 180.0);
    }
  });
  return result;
}

std::vector<double> responsive_only(const std::vector<double>& index, const std::vector<double>& maximum_Hz) {
  std::vector<double> shown(index);
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (!(maximum_Hz[i] >= responsive_Hz))
      shown[i] = undefined;
  return shown;
}

double direction_distance_deg(double a, double b) {
  const double distance = wrapped(a - b, 360.0);
  return std::min(distance, 360.0 - distance);
}

double orientation_distance_deg(double a, double b) {
  const double distance = direction_distance_deg(a, b);
  return std::min(distance, 180.0 - distance);
}

} // namespace striate
