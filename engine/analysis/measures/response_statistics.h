// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/rates.h"

#include <vector>

namespace striate {

/// Measures of every neuron beyond selectivity (docs/model/analysis.md#more-measures-of-a-neuron); NaN where undefined.

/// (1 - mean(r)^2 / mean(r^2)) / (1 - 1/n) over the conditions' mean rates: docs/model/analysis.md#eq-11.
std::vector<double> lifetime_sparsity(const ConditionRates& rates, ThreadPool& pool);

/// Pearson correlation of the mean rates per condition in the first and in the second half of the trials:
/// docs/model/analysis.md#eq-17.
std::vector<double> split_half_reliability(const TrialCounts& counts, ThreadPool& pool);

/// Variance over mean of the counts of all trials that are present: dispersion of the spontaneous counts.
/// The population form (n) of the variance.
std::vector<double> count_dispersion(const TrialCounts& counts, ThreadPool& pool);

/// Trial-to-trial Fano factor (docs/model/analysis.md#eq-18): mean over conditions of count variance (n - 1) over mean
/// count.
std::vector<double> trial_fano(const TrialCounts& counts, ThreadPool& pool);

/// Quasi-Poisson test of more evoked spikes than spontaneous activity explains (docs/model/analysis.md#eq-12): with d
/// the spontaneous dispersion, p = P(Poisson(expected / d) > floor(evoked / d)).
std::vector<double> quasi_poisson_p(const TrialCounts& evoked, const TrialCounts& spontaneous, ThreadPool& pool);

} // namespace striate
