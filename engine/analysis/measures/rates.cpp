// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {
namespace {

constexpr std::size_t neurons_per_piece = 2048; ///< neurons per piece of work: their sums stay in the first-level cache

/// sum[i] += factor * count, square[i] += its square.
void add_trial(std::span<const std::uint32_t> counts, double factor, std::span<double> sum, std::span<double> square) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double rate = factor * counts[i];
    sum[i] += rate;
    square[i] += rate * rate;
  }
}

} // namespace

ConditionRates condition_rates(const TrialCounts& counts, ThreadPool& pool) {
  ConditionRates rates;
  rates.direction_deg = counts.direction_deg();
  rates.neurons = counts.neurons();
  const std::size_t total = rates.direction_deg.size() * rates.neurons;
  rates.mean_Hz.assign(total, 0.0);
  rates.sd_Hz.assign(total, 0.0);
  pool.for_blocks(rates.neurons, neurons_per_piece, [&](std::size_t begin, std::size_t end) {
    for (int k = 0; k < counts.conditions(); ++k) {
      const std::size_t row = static_cast<std::size_t>(k) * rates.neurons + begin;
      const auto sum = std::span(rates.mean_Hz).subspan(row, end - begin);
      const auto square = std::span(rates.sd_Hz).subspan(row, end - begin);
      for (int q = 0; q < counts.trials(); ++q)
        if (counts.present(k, q))
          add_trial(counts.counts(k, q).subspan(begin, end - begin), 1.0 / counts.seconds(k, q), sum, square);
      const double n = counts.present_trials(k);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] = n > 0.0 ? sum[i] / n : std::numeric_limits<double>::quiet_NaN();
        square[i] = n > 0.0 ? std::sqrt(std::max(0.0, square[i] / n - sum[i] * sum[i]))
                            : std::numeric_limits<double>::quiet_NaN();
      }
    }
  });
  return rates;
}

std::vector<double> average_rate(const ConditionRates& rates) {
  std::vector<double> average(rates.neurons, 0.0);
  for (int k = 0; k < rates.conditions(); ++k)
    for (std::uint32_t i = 0; i < rates.neurons; ++i)
      average[i] += rates.at(k, i);
  for (double& value : average)
    value = rates.conditions() > 0 ? value / rates.conditions() : std::numeric_limits<double>::quiet_NaN();
  return average;
}

std::vector<double> trial_mean_rate(const TrialCounts& counts) {
  std::vector<double> rate(counts.neurons(), 0.0);
  for (int k = 0; k < counts.conditions(); ++k)
    for (int q = 0; q < counts.trials(); ++q) {
      if (!counts.present(k, q))
        continue;
      const double factor = 1.0 / counts.seconds(k, q);
      const auto row = counts.counts(k, q);
      for (std::size_t i = 0; i < row.size(); ++i)
        rate[i] += factor * row[i];
    }
  const int n = counts.present_trials();
  for (double& value : rate)
    value = n > 0 ? value / n : std::numeric_limits<double>::quiet_NaN();
  return rate;
}

} // namespace striate
