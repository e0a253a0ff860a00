// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/nest_update.h"
#include "engine/network/projection.h"
#include "engine/network/tables/model_tables.h"

#include <array>
#include <cstdint>
#include <vector>

namespace striate {

/// Steps per millisecond for a step of dt_ms. dt must be 1 ms divided by a whole number and a whole number of
/// microseconds, at least 0.01 ms (1, 0.5, 0.25, 0.2, 0.125, 0.1, ... 0.01 ms): the steps of a millisecond then tile
/// it, and NEST's own clock, which counts microseconds, has the same grid. Throws a usage Error for any other.
int steps_per_ms(double dt_ms);

/// A synapse of the dynamics `nest`: two alpha currents of the same weight (docs/model/synapses.md#eq-1).
struct NestReceptor {
  NestAlpha fast, slow;
};

/// One cell model. Slots whose three parameters are equal share a receptor: the equations are linear, so the sum of
/// their currents obeys the same one.
struct NestCellConstants {
  NestCell cell;
  std::vector<NestReceptor> receptors;
  double E_L_mV = 0.0;
  double start_u_mV = 0.0;              ///< V - E_L at the start of a run
  std::array<double, 2> start_asc_pA{}; ///< after-spike currents at the start
  int synaptic_class = 0;

  bool starts_at_rest() const { return start_u_mV == 0.0 && start_asc_pA == std::array{0.0, 0.0}; }
};

/// Constants of all cell models and the mapping of synapses to receptors and to delays in steps.
struct NestConstants {
  static constexpr int slots = 10;
  static constexpr int classes = ModelTables::synaptic_class_count;

  int steps_per_ms = 1;
  std::vector<NestCellConstants> cells;                            ///< per cell model
  std::array<std::array<std::uint8_t, classes>, slots> receptor{}; ///< [slot][class of the target]
  std::size_t receptors = 0;                                       ///< the most that a class has
  struct Delay {
    int steps = 0; ///< 0: the tables do not know it
    int ms = 0;    ///< as the runs of a projection have it
  };
  std::array<std::array<Delay, classes>, classes> delay{}; ///< recurrent, [slot][class of the target]
  int lgn_delay = 0, background_delay = 0;

  /// Runs hold whole milliseconds. Where the delay of the tables rounds to them it is taken, else the milliseconds: a
  /// network need not have the delays of its tables. For edges without a delay of their own.
  int recurrent_delay(const EdgeRun& run, int target_class) const {
    if (run.slot >= classes) // external synapses between neurons
      return run.delay * steps_per_ms;
    const Delay& exact = delay[run.slot][static_cast<std::size_t>(target_class)];
    return exact.steps != 0 && exact.ms == run.delay ? exact.steps : run.delay * steps_per_ms;
  }
};

/// Whole steps nearest to a delay, half a step up, as NEST has them (docs/model/synapses.md#eq-6).
double nearest_steps(double delay_ms, int steps_per_ms);

/// Delays are rounded to the nearest step, halves up, and t_ref is rounded up to whole steps on a grid of 1 us, as NEST
/// does. Throws Error when a number makes no sense or a delay is below half a step.
NestConstants make_nest_constants(const ModelTables& tables, double dt_ms);

} // namespace striate
