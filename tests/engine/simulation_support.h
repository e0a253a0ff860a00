// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/simulation/basis4/simulator.h"
#include "hand_made_network.h"
#include "tests/support/sentences.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Runs of hand-made networks and what the tests compare.
namespace striate::test {

using SpikeTrains = std::vector<std::vector<std::uint32_t>>; ///< [step]

inline SpikeTrains run(Simulator& simulator, int steps, std::uint32_t lgn_units) {
  SpikeTrains spikes;
  for (int t = 0; t < steps; ++t) {
    const auto fired = simulator.step({.lgn_spikes = hand_made::lgn_spikes(simulator.now(), lgn_units)});
    spikes.emplace_back(fired.begin(), fired.end());
  }
  return spikes;
}

inline std::size_t total(const SpikeTrains& spikes) {
  std::size_t sum = 0;
  for (const auto& step : spikes)
    sum += step.size();
  return sum;
}

/// All that decides how a run goes on, bit for bit.
inline bool same_state(const SimulatorState& a, const SimulatorState& b) {
  return a.step == b.step && a.v == b.v && a.asc == b.asc && a.psc == b.psc && a.psc_rise == b.psc_rise &&
         a.refractory == b.refractory && a.spikes == b.spikes;
}

inline SimulatorOptions options_with(int threads, std::uint32_t trial = 0) {
  SimulatorOptions options;
  options.threads = threads;
  options.trial = trial;
  return options;
}

} // namespace striate::test
