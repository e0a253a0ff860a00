// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace striate {

/// What came from outside in one step, by ascending source.
struct StepRecord {
  std::vector<std::uint32_t> lgn; ///< units that fired; one that fired twice is there twice
  std::vector<float> lgn_amounts; ///< as StepInput
  std::vector<float> background;  ///< what multiplies the weights of each source
};

/// What a run remembers of its latest steps, for the delays to come and to explain a fault. A back end of any dynamics
/// has one. One thread at a time changes it.
struct RunHistory {
  std::vector<std::vector<std::uint32_t>> spikes; ///< [d]: ids that fired d + 1 steps before the next step, ascending
  std::vector<StepRecord> inputs;                 ///< [d]: of d steps before the newest that was given
  std::int64_t now = 0;                           ///< the next step

  /// Remembers this many steps of each.
  RunHistory(std::size_t spike_steps, std::size_t input_steps) : spikes(spike_steps), inputs(input_steps) {}

  /// The list of the step that ends, in the place of the oldest: empty, to be filled.
  std::vector<std::uint32_t>& add_spikes();
  /// The same of the input of a step; holds the oldest one's numbers, all to be replaced.
  StepRecord& add_input();
  /// Becomes the spikes of a saved state, which has at most as many steps; older ones are forgotten.
  void load_spikes(const std::vector<std::vector<std::uint32_t>>& saved);
  void clear_spikes();
};

} // namespace striate
