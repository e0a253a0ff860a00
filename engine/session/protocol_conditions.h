// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/trial_table.h"
#include "engine/parameters/parameter_set.h"
#include "engine/stimulus/protocol.h"

#include <string>
#include <vector>

namespace striate {

/// Which rows of a protocol show the same thing: what differs between rows beside direction, contrast and frequencies
/// is put into words, row by row. Values drawn at random are noise and make no condition. Immutable, any thread.
class ProtocolConditions {
public:
  /// run: what the rows do not set.
  ProtocolConditions(const Protocol& protocol, const ParameterSet& run);

  /// The row as a trial, without times and file; shown: its parameters with random values drawn. Direction, contrast
  /// and frequencies are 0 where the stimulus has none (contrast: 1); gray is a blank trial.
  TableTrial trial(std::size_t row, const ParameterSet& shown) const;

private:
  std::vector<std::string> words_; ///< [row] "looming-disc; speed 50"; empty when only the grating's numbers differ
};

} // namespace striate
