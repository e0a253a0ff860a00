// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/surrogate.h"

namespace striate {

struct AdjointOptions {
  bool hard_reset = false;
  Surrogate surrogate;
  double recurrent_damping = 0.1; ///< eta_r, 0..1: of the path spike -> synapse -> spike
  double voltage_damping = 0.5;   ///< eta_v, 0..1: taken from the path v -> v
  int expected_trials = 1;        ///< batch size the memory layout is made for; others work too
  bool train_recurrent = true, train_lgn = false, train_background = false;
};

} // namespace striate
