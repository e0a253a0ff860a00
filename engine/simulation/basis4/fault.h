// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/simulation/basis4/tables.h"
#include "engine/simulation/perturbation.h"
#include "engine/simulation/run_history.h"
#include "engine/simulation/state.h"

#include <cstddef>
#include <cstdint>

namespace striate {

/// Steps from the arrival of an event to the one that shows its fault.
constexpr std::size_t basis4_fault_lag = 2;

/// What to throw when the numbers of a neuron left the range of floats in the step before history.now: an Error
/// (numbers) that names its state and what reached it. The history holds that step's spikes and inputs already, and
/// those of basis4_fault_lag steps before the longest delay.
Error basis4_fault(std::uint32_t neuron, const RunHistory& history, const CpuTables& tables,
                   const Perturbation& perturbation, const NeuronState& state);

} // namespace striate
