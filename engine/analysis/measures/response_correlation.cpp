// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/response_correlation.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/random.h"

#include <algorithm>
#include <utility>

namespace striate {
namespace {

/// Means per condition and the trials' deviations from them of one neuron.
struct Responses {
  std::vector<double> means, deviations;

  Responses(const TrialCounts& counts, std::uint32_t neuron) {
    for (int k = 0; k < counts.conditions(); ++k) {
      const int present = counts.present_trials(k);
      if (present == 0)
        continue;
      double sum = 0.0;
      for (int q = 0; q < counts.trials(); ++q)
        if (counts.present(k, q))
          sum += counts.counts(k, q)[neuron] / counts.seconds(k, q);
      means.push_back(sum / present);
      for (int q = 0; q < counts.trials(); ++q)
        if (counts.present(k, q))
          deviations.push_back(counts.counts(k, q)[neuron] / counts.seconds(k, q) - means.back());
    }
  }
};

std::vector<std::pair<std::uint32_t, std::uint32_t>> draw_pairs(const std::vector<std::uint32_t>& group,
                                                                std::size_t wanted, std::uint64_t seed) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  const std::size_t n = group.size();
  if (n < 2)
    return pairs;
  if (n * (n - 1) / 2 <= wanted) {
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        pairs.emplace_back(group[a], group[b]);
    return pairs;
  }
  RandomSequence random(seed, Stream::analysis_sample, static_cast<std::uint32_t>(n), 2);
  while (pairs.size() < wanted) {
    const auto a = static_cast<std::size_t>(random.uniform() * static_cast<double>(n));
    const auto b = static_cast<std::size_t>(random.uniform() * static_cast<double>(n));
    if (a != b)
      pairs.emplace_back(group[a], group[b]);
  }
  return pairs;
}

} // namespace

double response_correlation(const ConditionRates& rates, std::uint32_t a, std::uint32_t b) {
  std::vector<double> first, second;
  for (int k = 0; k < rates.conditions(); ++k) {
    first.push_back(rates.at(k, a));
    second.push_back(rates.at(k, b));
  }
  return pearson(first, second);
}

PairCorrelations pair_correlations(const TrialCounts& counts, const std::vector<std::uint32_t>& group,
                                   std::size_t pairs, std::uint64_t seed) {
  PairCorrelations result;
  for (const auto& [a, b] : draw_pairs(group, pairs, seed)) {
    const Responses first(counts, a), second(counts, b);
    result.signal.push_back(pearson(first.means, second.means));
    result.noise.push_back(pearson(first.deviations, second.deviations));
  }
  return result;
}

} // namespace striate
