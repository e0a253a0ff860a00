// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/tables/model_tables.h"

#include <vector>

namespace striate {

/// Constants of one cell model at dt = 1 ms (docs/model/dynamics.md#eq-1), in the units of this engine.
///
/// Here weights, synaptic currents and after-spike currents stay in pA and only the membrane is normalised,
/// v = (V - E_L) / S with S = V_th - E_L. The reference divides every weight and ASC amplitude by S and multiplies the
/// summed current by f = (1 - lambda) / g. The drive is linear in both, so the division is taken out of the sums and
/// into one gain, (1 - lambda) / (g S): the same v up to rounding, and weights need no conversion when a network is
/// loaded.
struct CellConstants {
  float decay = 0.0f;        ///< lambda = exp(-dt / tau_m), tau_m = C_m / g
  float gain = 0.0f;         ///< (1 - lambda) / (g S), 1/pA
  float asc_decay[2] = {};   ///< kappa = exp(-dt k)
  float asc_jump_pA[2] = {}; ///< added one step after a spike
  int refractory_steps = 1;  ///< n_ref = max(1, ceil(t_ref / dt)): the shortest interval between two spikes
  int synaptic_class = 0;    ///< of this cell as a target
  float E_L_mV = 0.0f;
  float scale_mV = 1.0f; ///< S
};

/// Constants of the four alpha basis functions.
struct SynapseConstants {
  static constexpr int slots = 10;
  static constexpr int bases = 4;

  float decay[bases] = {}; ///< D = exp(-dt / tau)
  /// [target class][slot][basis] = beta e / tau: pA of psc_rise for one pA of weight.
  float drive[ModelTables::synaptic_class_count][slots][bases] = {};
};

/// One entry per cell model of the tables. Throws Error naming the model when a number makes no sense.
std::vector<CellConstants> make_cell_constants(const ModelTables& tables);
SynapseConstants make_synapse_constants(const ModelTables& tables);

} // namespace striate
