// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figures/live_figures.h"
#include "engine/session/simulation_service.h"

#include <vector>

namespace striate {

/// Rates, spikes and the stimulus of one chosen LGN unit over the kept past.
struct LgnHistory {
  LgnTrace trace;
  std::vector<double> luminance; ///< parallel to trace.time_ms, -1..1

  /// Appends the steps [first_ms, first_ms + sample.rate_Hz.size()).
  void append(const Snapshot::LgnSample& sample, std::int64_t first_ms);
  void drop_before(double time_ms);
  void clear();
};

/// Membrane potential and currents of the selected neuron since it was selected.
struct NeuronHistory {
  std::vector<double> time_ms, v_mV, synaptic_pA, asc_pA, spike_ms;
  double threshold_mV = 0.0;

  /// Samples belong to the last steps of the block.
  void append(const std::vector<NeuronSample>& samples, std::uint32_t neuron, const SpikeBlock& block);
  void drop_before(double time_ms);
  void clear();
};

} // namespace striate
