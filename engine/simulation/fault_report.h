#pragma once
#include "engine/simulation/cpu_tables.h"
#include "engine/simulation/perturbation.h"
#include "engine/simulation/state.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace striate {

/// What a neuron whose numbers left the range of floats got in the step they came from.
struct FaultScene {
  std::uint32_t neuron = 0;
  std::int64_t step = 0;    ///< in which the fault was seen
  std::int64_t arrival = 0; ///< in which the inputs below arrived
  /// [d - 1]: ids that fired d steps before `arrival`.
  std::span<const std::vector<std::uint32_t>> spikes;
  std::span<const std::uint32_t> lgn_spikes;        ///< of `arrival`
  std::span<const std::uint32_t> background_counts; ///< of `arrival`, one per source
  const Perturbation* perturbation = nullptr;
};

/// One paragraph for the user: the neuron, its population, V and currents, and the weights of what reached it.
std::string describe_fault(const FaultScene& scene, const CpuTables& tables, const ModelTables& names,
                           const NeuronState& state);

} // namespace striate
