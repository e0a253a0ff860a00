// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/response_statistics.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

#include <cmath>

namespace striate {
namespace {

constexpr std::size_t neurons_per_block = 1024;

/// Fills value[neuron] neurons_per_block by neurons_per_block.
template <typename Compute>
std::vector<double> per_neuron(std::uint32_t neurons, ThreadPool& pool, const Compute& compute) {
  std::vector<double> values(neurons, undefined);
  pool.for_blocks(neurons, neurons_per_block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      values[i] = compute(static_cast<std::uint32_t>(i));
  });
  return values;
}

/// Mean rates per condition over the trials [first, last) of one neuron.
void mean_rates(const TrialCounts& counts, std::uint32_t neuron, int first, int last, std::vector<double>& rates) {
  rates.clear();
  for (int k = 0; k < counts.conditions(); ++k) {
    double sum = 0.0;
    int present = 0;
    for (int q = first; q < last; ++q)
      if (counts.present(k, q)) {
        sum += counts.counts(k, q)[neuron] / counts.seconds(k, q);
        ++present;
      }
    rates.push_back(present > 0 ? sum / present : undefined);
  }
}

struct Moments {
  double n = 0.0, sum = 0.0, square = 0.0;
  void add(double value) {
    n += 1.0;
    sum += value;
    square += value * value;
  }
  double mean() const { return sum / n; }
  double sample_variance() const { return (square - sum * sum / n) / (n - 1.0); }
  double population_variance() const { return (square - sum * sum / n) / n; }
};

Moments count_moments(const TrialCounts& counts, std::uint32_t neuron) {
  Moments moments;
  for (int k = 0; k < counts.conditions(); ++k)
    for (int q = 0; q < counts.trials(); ++q)
      if (counts.present(k, q))
        moments.add(counts.counts(k, q)[neuron]);
  return moments;
}

double dispersion(const Moments& moments) {
  return moments.sum > 0.0 ? moments.population_variance() / moments.mean() : undefined;
}

double total_seconds(const TrialCounts& counts) {
  double seconds = 0.0;
  for (int k = 0; k < counts.conditions(); ++k)
    for (int q = 0; q < counts.trials(); ++q)
      seconds += counts.seconds(k, q);
  return seconds;
}

} // namespace

std::vector<double> lifetime_sparsity(const ConditionRates& rates, ThreadPool& pool) {
  const double n = rates.conditions();
  return per_neuron(rates.neurons, pool, [&](std::uint32_t i) {
    double sum = 0.0, square = 0.0;
    for (int k = 0; k < rates.conditions(); ++k) {
      sum += rates.at(k, i);
      square += rates.at(k, i) * rates.at(k, i);
    }
    // docs/model/analysis.md#eq-11
    return square > 0.0 && n > 1.0 ? (1.0 - sum * sum / (n * square)) / (1.0 - 1.0 / n) : undefined;
  });
}

std::vector<double> split_half_reliability(const TrialCounts& counts, ThreadPool& pool) {
  const int half = counts.trials() / 2;
  return per_neuron(counts.neurons(), pool, [&counts, half](std::uint32_t i) {
    std::vector<double> first, second;
    mean_rates(counts, i, 0, half, first);
    mean_rates(counts, i, half, counts.trials(), second);
    return pearson(first, second);
  });
}

std::vector<double> count_dispersion(const TrialCounts& counts, ThreadPool& pool) {
  return per_neuron(counts.neurons(), pool,
                    [&counts](std::uint32_t i) { return dispersion(count_moments(counts, i)); });
}

std::vector<double> trial_fano(const TrialCounts& counts, ThreadPool& pool) {
  return per_neuron(counts.neurons(), pool, [&counts](std::uint32_t i) {
    double sum = 0.0;
    int conditions = 0;
    for (int k = 0; k < counts.conditions(); ++k) {
      Moments moments;
      for (int q = 0; q < counts.trials(); ++q)
        if (counts.present(k, q))
          moments.add(counts.counts(k, q)[i]);
      if (moments.n > 1.0 && moments.sum > 0.0) {
        sum += moments.sample_variance() / moments.mean();
        ++conditions;
      }
    }
    return conditions > 0 ? sum / conditions : undefined;
  });
}

std::vector<double> quasi_poisson_p(const TrialCounts& evoked, const TrialCounts& spontaneous, ThreadPool& pool) {
  const double ratio = total_seconds(evoked) / total_seconds(spontaneous);
  return per_neuron(evoked.neurons(), pool, [&](std::uint32_t i) {
    const Moments before = count_moments(spontaneous, i);
    const double d = dispersion(before);
    if (!(d > 0.0))
      return undefined;
    // docs/model/analysis.md#eq-12
    return poisson_upper_tail(count_moments(evoked, i).sum / d, before.sum * ratio / d);
  });
}

} // namespace striate
