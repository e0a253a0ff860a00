// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Spike counts of every neuron in every trial of a protocol, one window: [condition][trial][neuron]. A condition is a
/// direction of motion (or a direction at one contrast). Trials may be missing. Value type; set() from one thread at a
/// time.
class TrialCounts {
public:
  TrialCounts() = default;
  /// direction_deg: one per condition.
  TrialCounts(std::vector<double> direction_deg, int trials, std::uint32_t neurons);

  int conditions() const { return static_cast<int>(direction_deg_.size()); }
  int trials() const { return trials_; }
  std::uint32_t neurons() const { return neurons_; }
  const std::vector<double>& direction_deg() const { return direction_deg_; }

  /// Stores a trial; throws Error when condition, trial, the number of counts or the length of the window is wrong.
  void set(int condition, int trial, std::span<const std::uint32_t> counts, double window_s);
  bool present(int condition, int trial) const { return seconds(condition, trial) > 0.0; }
  /// Length of the window of a trial; 0 for a missing one.
  double seconds(int condition, int trial) const { return seconds_[index(condition, trial)]; }
  int present_trials(int condition) const;
  int present_trials() const; ///< over all conditions
  std::span<const std::uint32_t> counts(int condition, int trial) const;

private:
  std::size_t index(int condition, int trial) const {
    return static_cast<std::size_t>(condition) * static_cast<std::size_t>(trials_) + static_cast<std::size_t>(trial);
  }

  std::vector<double> direction_deg_;
  int trials_ = 0;
  std::uint32_t neurons_ = 0;
  std::vector<double> seconds_;
  std::vector<std::uint32_t> counts_;
};

} // namespace striate
