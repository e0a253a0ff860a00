// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/trial_counts.h"
#include "engine/core/thread_pool.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Rates of every neuron in every condition: [condition][neuron], Hz (docs/model/analysis.md#eq-1). A condition without
/// trials is NaN.
struct ConditionRates {
  std::vector<double> direction_deg; ///< per condition
  std::uint32_t neurons = 0;
  std::vector<double> mean_Hz;
  std::vector<double> sd_Hz; ///< over trials, population form

  int conditions() const { return static_cast<int>(direction_deg.size()); }
  std::span<const double> mean_of(int condition) const {
    return std::span(mean_Hz).subspan(static_cast<std::size_t>(condition) * neurons, neurons);
  }
  std::span<const double> sd_of(int condition) const {
    return std::span(sd_Hz).subspan(static_cast<std::size_t>(condition) * neurons, neurons);
  }
  double at(int condition, std::uint32_t neuron) const {
    return mean_Hz[static_cast<std::size_t>(condition) * neurons + neuron];
  }
};

/// Means over the trials that are present, each trial's rate being count / its own window: docs/model/analysis.md#eq-1.
ConditionRates condition_rates(const TrialCounts& counts, ThreadPool& pool);

/// Mean over conditions of the condition means: the average (evoked) rate.
std::vector<double> average_rate(const ConditionRates& rates);
/// Mean rate over all trials that are present: the spontaneous rate from counts in the spontaneous window.
std::vector<double> trial_mean_rate(const TrialCounts& counts);

} // namespace striate
