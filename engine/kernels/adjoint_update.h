// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "engine/core/random.h"

namespace striate {

// One step back in time of one neuron (docs/model/training.md#eq-3), shared by the CPU loop and a CUDA kernel; the twin
// of neuron_update.h. In this engine currents are in pA, so f of that equation is CellConstants::gain.
//
// A drive acts on v two steps later, so the recursion is kept where it is needed next: after step t `carry` is m_t
// vbar_t, `q` is qbar_{t-1} and `p` is pbar_{t-2}. That gives J_{t-2} at once, and the adjoints of the spikes of steps
// t-1, t-2 and t-3 need no later J: three steps share one pass over the synapses.

/// Steps whose spike adjoints follow from one set of J.
inline constexpr int window_steps = 3;

/// direct: gv_t + [rho_t = 0] psi_t zbar_t. carried: (1 - eta_v) lambda. open: m_t. Returns the new carry.
template <typename Real>
STRIATE_HOST_DEVICE inline Real adjoint_cell(Real direct, Real carried, Real open, Real carry) {
  // v-bar of docs/model/training.md#eq-3
  return open * (direct + carried * carry);
}

/// inflow: gain x carry.
template <typename Real>
STRIATE_HOST_DEVICE inline void adjoint_synapse(Real inflow, Real decay, Real& q, Real old_p, Real& new_p) {
  // q-bar and p-bar of docs/model/training.md#eq-3
  q = decay * q + inflow;
  new_p = decay * (old_p + q); // dt = 1 ms
}

} // namespace striate
