// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

#include <cstdint>

namespace striate {

// The dynamics `nest` of one neuron over one step of dt (docs/model/dynamics.md#nest-one-step): the linear equations
// are solved exactly, spikes act on the grid of dt, in the order of NEST's glif_psc_double_alpha (GLIF3). Shared by the
// CPU loop and the CUDA kernel: plain inline functions in double precision without branches. Currents in pA, u = V -
// E_L in mV.

/// Propagators of one alpha-shaped current over dt (docs/model/dynamics.md#eq-8).
struct NestAlpha {
  double decay = 0.0;        ///< D = exp(-dt / tau)
  double decay_dt = 0.0;     ///< dt D
  double from_rise = 0.0;    ///< P31, mV per pA/ms
  double from_current = 0.0; ///< P32, mV per pA
  double jump = 0.0;         ///< amplitude x e / tau: pA/ms of rise for one pA of weight
};

/// Constants of one cell model at dt, apart from its synapses.
struct NestCell {
  double decay = 0.0;          ///< lambda = exp(-dt / tau_m)
  double gain = 0.0;           ///< (1 - lambda) / g, mV/pA
  double threshold = 0.0;      ///< V_th - E_L, mV
  double reset = 0.0;          ///< V_reset - E_L, mV
  double asc_mean[2] = {};     ///< (1 - kappa) / (k dt): mean over the step of a current that starts it at 1
  double asc_decay[2] = {};    ///< kappa = exp(-k dt)
  double asc_kept[2] = {};     ///< r exp(-k t_ref), r = CellModel::asc_share: what a spike leaves of the current
  double asc_jump_pA[2] = {};  ///< what it adds
  std::int32_t refractory = 0; ///< steps; the shortest interval between two spikes is one more
};

/// One alpha current over the step; returns what it adds to u. weight: pA that arrive in this step; they act on the
/// rise at its end.
STRIATE_HOST_DEVICE inline double update_nest_alpha(const NestAlpha& alpha, double weight, double& rise,
                                                    double& current) {
  // The last sum of docs/model/dynamics.md#eq-8; then docs/model/dynamics.md#eq-2 with the event last.
  const double added = alpha.from_rise * rise + alpha.from_current * current;
  current = alpha.decay_dt * rise + alpha.decay * current;
  rise = alpha.decay * rise + alpha.jump * weight;
  return added;
}

/// u at the end of the step without the synapses. external_pA: constant over the step.
STRIATE_HOST_DEVICE inline double nest_membrane(const NestCell& cell, double external_pA, double u, double asc_0,
                                                double asc_1) {
  // docs/model/dynamics.md#eq-8 without its last sum
  const double asc = cell.asc_mean[0] * asc_0 + cell.asc_mean[1] * asc_1;
  return u * cell.decay + (external_pA + asc) * cell.gain;
}

/// Ends the step with free_u = nest_membrane() plus the synapses. While refractory the neuron keeps u and the
/// after-spike currents; a spike resets u in its own step. Returns whether the neuron fires.
STRIATE_HOST_DEVICE inline bool update_nest_cell(const NestCell& cell, double free_u, double& u, double& asc_0,
                                                 double& asc_1, std::int32_t& refractory) {
  // docs/model/dynamics.md#eq-9
  const bool held = refractory > 0;
  const bool fires = !held & (free_u > cell.threshold);
  const double decayed_0 = cell.asc_decay[0] * asc_0;
  const double decayed_1 = cell.asc_decay[1] * asc_1;
  const double after_0 = fires ? cell.asc_jump_pA[0] + cell.asc_kept[0] * decayed_0 : decayed_0;
  const double after_1 = fires ? cell.asc_jump_pA[1] + cell.asc_kept[1] * decayed_1 : decayed_1;
  const double after_u = fires ? cell.reset : free_u;
  asc_0 = held ? asc_0 : after_0;
  asc_1 = held ? asc_1 : after_1;
  u = held ? u : after_u;
  const std::int32_t started = fires ? cell.refractory : 0;
  refractory = held ? refractory - 1 : started;
  return fires;
}

} // namespace striate
