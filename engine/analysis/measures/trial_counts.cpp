// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/trial_counts.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace striate {

TrialCounts::TrialCounts(std::vector<double> direction_deg, int trials, std::uint32_t neurons)
    : direction_deg_(std::move(direction_deg)), trials_(std::max(trials, 0)), neurons_(neurons),
      seconds_(direction_deg_.size() * static_cast<std::size_t>(trials_), 0.0), counts_(seconds_.size() * neurons, 0) {}

void TrialCounts::set(int condition, int trial, std::span<const std::uint32_t> counts, double window_s) {
  if (condition < 0 || condition >= conditions() || trial < 0 || trial >= trials_)
    throw Error(fmt::format("Condition {}, trial {} is outside the protocol of {} conditions and {} trials; check the "
                            "stimulus table.",
                            condition, trial, conditions(), trials_));
  if (counts.size() != neurons_ || !(window_s > 0.0))
    throw Error(fmt::format("Condition {}, trial {} has {} counts of {} neurons in a window of {} s; give one count "
                            "per neuron and a window that is longer than 0 s.",
                            condition, trial, counts.size(), neurons_, window_s));
  const std::size_t at = index(condition, trial);
  seconds_[at] = window_s;
  std::copy(counts.begin(), counts.end(), counts_.begin() + static_cast<std::ptrdiff_t>(at * neurons_));
}

int TrialCounts::present_trials(int condition) const {
  int count = 0;
  for (int trial = 0; trial < trials_; ++trial)
    count += present(condition, trial) ? 1 : 0;
  return count;
}

int TrialCounts::present_trials() const {
  return static_cast<int>(std::count_if(seconds_.begin(), seconds_.end(), [](double s) { return s > 0.0; }));
}

std::span<const std::uint32_t> TrialCounts::counts(int condition, int trial) const {
  return std::span(counts_).subspan(index(condition, trial) * neurons_, neurons_);
}

} // namespace striate
