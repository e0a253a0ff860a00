// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/basis4/tables.h"
#include "engine/simulation/perturbation.h"
#include "engine/simulation/state.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// A synaptic event that reached the neuron.
struct FaultEvent {
  std::uint32_t source = 0;
  float pA = 0.0f;
};

/// What is said of a neuron whose numbers left the range: its state when that was seen, and what arrived before.
struct FaultNumbers {
  std::uint32_t neuron = 0;
  std::int64_t step = 0, arrival = 0;
  double v_mV = 0.0, synaptic_pA = 0.0, asc_0_pA = 0.0, asc_1_pA = 0.0, added_pA = 0.0;
  std::vector<FaultEvent> recurrent, lgn, background;
};

/// Adds what those runs of `source` for which `arrives` holds bring to the neuron.
void add_fault_events(const Projection& projection, std::uint32_t source, std::uint32_t neuron, float factor,
                      const std::function<bool(const EdgeRun&)>& arrives, std::vector<FaultEvent>& events);

/// One paragraph for the user: the neuron, its population, V and currents, and the weights of what reached it.
std::string describe_fault(const FaultNumbers& numbers, const Network& network, const ModelTables& names);

/// What a neuron whose numbers left the range of floats got in the step they came from.
struct FaultScene {
  std::uint32_t neuron = 0;
  std::int64_t step = 0;    ///< in which the fault was seen
  std::int64_t arrival = 0; ///< in which the inputs below arrived
  /// [d - 1]: ids that fired d steps before `arrival`.
  std::span<const std::vector<std::uint32_t>> spikes;
  std::span<const std::uint32_t> lgn_spikes; ///< of `arrival`
  std::span<const float> lgn_amounts;        ///< as StepInput
  std::span<const float> background_amounts; ///< of `arrival`, one per source
  const Perturbation* perturbation = nullptr;
};

/// The same for a run of `basis4`.
std::string describe_fault(const FaultScene& scene, const CpuTables& tables, const ModelTables& names,
                           const NeuronState& state);

} // namespace striate
