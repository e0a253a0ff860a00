// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/trial_table.h"
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/protocol.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace striate {

/// What a tuning run shows, trial by trial, each with the gray before it: drifting gratings in every direction at every
/// contrast and pair of frequencies (docs/model/analysis.md#protocols), or the rows of a protocol. What neither sets,
/// and the seeds, are the run's parameters.
struct TuningPlan {
  ParameterSet parameters; ///< of the run
  std::vector<double> directions_deg, contrasts;
  std::vector<double> spatial_frequencies, temporal_frequencies; ///< cycles per degree, Hz
  int trials = 10;                                               ///< per direction, contrast and pair of frequencies
  std::int64_t gray_ms = 500, grating_ms = 2000;
  std::optional<Protocol> protocol; ///< instead of all above
  int passes = 1;                   ///< how often each row of the protocol is shown
  int batch = 10;                   ///< trials simulated at the same time

  /// Gratings: contrast by contrast, frequency by frequency, direction by direction. Protocol: row by row with its
  /// passes; rows that show the same are trials of one condition. Each trial has a spike file of its own.
  TrialTable table() const;
  /// The parameters of a live run that shows a trial of that table, with the same spikes.
  ParameterSet shown(const TableTrial& trial, std::size_t index) const;
};

/// From the parameters "protocol", "tune-..." and "batch". Throws a usage Error for a contrast or frequency that is
/// none, and Error for a protocol that cannot be read or shows nothing but gray.
TuningPlan tuning_plan(const ParameterSet& parameters);

} // namespace striate
