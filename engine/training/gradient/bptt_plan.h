// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace striate {

/// How a batch is cut so that it fits the memory.
struct BpttPlan {
  int trials_at_once = 1;
  int segment_steps = 0;   ///< steps on the tape at a time
  bool recomputes = false; ///< the forward pass runs a second time, segment by segment
  std::size_t bytes = 0;   ///< tape, snapshots and adjoint state

  /// First steps of the segments, ascending; all but the first span a multiple of window_steps.
  std::vector<int> segment_starts(int steps) const;
};

/// Bytes that the parts of a backward pass take.
struct BpttCosts {
  std::function<std::size_t(int at_once)> fixed; ///< adjoint state of trials that run together
  std::function<std::size_t(int at_once)> step;  ///< of the tape
  std::size_t snapshot = 0;                      ///< state of one trial
  int most_at_once = 1;
  std::size_t available = 0;
  std::string limit = "are allowed; allow more"; ///< the end of "1000 MB ... or train with at most 4 trials."
};

/// As many trials at once as possible, since they share every reading of the synapses; then segments as long as fit.
/// Throws a usage Error that names the memory needed and the largest batch that fits.
BpttPlan plan_bptt(const BpttCosts& costs, int trials, int steps);

} // namespace striate
