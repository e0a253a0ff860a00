// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/rates.h"

#include <cstdint>
#include <vector>

namespace striate {

/// Pearson correlation of two neurons' mean rates over the conditions (signal correlation;
/// docs/model/analysis.md#eq-17); NaN when one does not change.
double response_correlation(const ConditionRates& rates, std::uint32_t a, std::uint32_t b);

/// Correlations (docs/model/analysis.md#eq-17) of pairs drawn at random from a group (all pairs when there are fewer
/// than asked for).
struct PairCorrelations {
  std::vector<double> signal; ///< of the mean rates over conditions
  std::vector<double> noise;  ///< of the trial counts, each condition's mean removed
};
PairCorrelations pair_correlations(const TrialCounts& counts, const std::vector<std::uint32_t>& group,
                                   std::size_t pairs, std::uint64_t seed);

} // namespace striate
