// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/simulation/nest/state.h"
#include "engine/simulation/nest/tables.h"
#include "engine/simulation/perturbation.h"

#include <cstdint>

namespace striate {

/// What to throw when the potential of a neuron was not finite in the step before run.now: an Error (numbers) that
/// names its state and what reached it. `run` has that step's spikes and inputs already.
Error nest_fault(std::uint32_t neuron, const NestRun& run, const NestTables& tables, const Perturbation& perturbation);

} // namespace striate
