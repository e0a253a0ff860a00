// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"
#include "engine/kernels/cell_constants.h"

#include <cstdint>

namespace striate {

// The dynamics of one neuron over one step (docs/model/dynamics.md#basis4-one-step), shared by the CPU loop and the
// CUDA kernel. Plain inline functions without branches, so that the CPU loop vectorises.
//
// The state keeps one counter in place of rho and the previous spike z: countdown = rho + z n_ref. A spike needs rho =
// 0 and rho never exceeds n_ref - 1, so countdown == n_ref says "fired in the step before" and nothing is lost.

// Real is float wherever a model runs; double only where the training's gradient is checked.

/// docs/model/dynamics.md#eq-2 for one basis function. drive: the sum of weight x beta e / tau of this step's events,
/// pA. Returns the OLD current, which is what the membrane sees in this step.
template <typename Real>
STRIATE_HOST_DEVICE inline Real update_synapse(Real drive, float decay, Real& rise, Real& current) {
  // docs/model/dynamics.md#eq-2
  const Real old_current = current;
  current = decay * (current + rise); // dt = 1 ms
  rise = decay * rise + drive;
  return old_current;
}

/// v is clamped to 0 while rho is above this: the hard reset from the first step on, the soft reset never.
STRIATE_HOST_DEVICE inline std::int32_t clamp_threshold(bool hard_reset) {
  return hard_reset ? 0 : 0x7fffffff;
}

/// docs/model/dynamics.md#eq-3 to docs/model/dynamics.md#eq-7, the rest of the step. clamp_above: see clamp_threshold.
/// synaptic_pA: sum of the old currents of all bases. Returns whether the neuron fires.
template <typename Real>
STRIATE_HOST_DEVICE inline bool update_cell(const CellConstants& cell, std::int32_t clamp_above, Real synaptic_pA,
                                            Real& v, Real& asc_0, Real& asc_1, std::int32_t& countdown) {
  const Real fired_before = countdown == cell.refractory_steps ? Real{1} : Real{0};
  // docs/model/dynamics.md#eq-4
  const Real current = synaptic_pA + (asc_0 + asc_1);
  // docs/model/dynamics.md#eq-3
  asc_0 = cell.asc_decay[0] * asc_0 + cell.asc_jump_pA[0] * fired_before;
  asc_1 = cell.asc_decay[1] * asc_1 + cell.asc_jump_pA[1] * fired_before;
  // docs/model/dynamics.md#eq-6
  const Real free_v = cell.decay * v + cell.gain * current - fired_before;
  // docs/model/dynamics.md#eq-5
  const std::int32_t rho = countdown > 0 ? countdown - 1 : 0;
  v = rho > clamp_above ? Real{0} : free_v;
  // docs/model/dynamics.md#eq-7
  const std::int32_t above = free_v > Real{1} ? cell.refractory_steps : 0; // a clamped v never fires: rho > 0 there
  countdown = rho > 0 ? rho : above;
  return countdown == cell.refractory_steps;
}

} // namespace striate
