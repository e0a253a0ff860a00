// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/background_counts.h"
#include "engine/simulation/nest/neurons.h"
#include "engine/simulation/nest/tables.h"
#include "engine/simulation/run_history.h"
#include "engine/simulation/simulator.h"

#include <cstdint>
#include <vector>

namespace striate {

/// Everything of a run that a saved state must hold. Spikes and inputs are remembered for the longest delay and a
/// little longer, to explain a fault.
struct NestRun : RunHistory {
  static constexpr std::size_t fault_lag = 1; ///< steps from an arrival to the potential that shows it

  NestNeurons neurons;

  explicit NestRun(const NestTables& tables);
  void clear(const NestTables& tables);
  /// Remembers what is given to the next step; background counts are drawn where none are given. Throws Error for ids
  /// out of range, before anything has changed.
  void take_input(const StepInput& input, const NestTables& tables, BackgroundCounts& background_counts);

private:
  void start_neurons(const NestTables& tables);
};

/// Copies to and from the exchange form: spikes, refractory counters and, by name, the double precision numbers.
/// load() throws Error and changes nothing when the state is of another dynamics, dt or network, or damaged.
void save_nest_run(const NestRun& run, const NestTables& tables, SimulatorState& out);
void load_nest_run(const SimulatorState& in, const NestTables& tables, NestRun& run);

} // namespace striate
