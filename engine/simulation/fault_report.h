// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"
#include "engine/simulation/perturbation.h"

#include <cstdint>
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

/// Edges [begin, begin + count) of a projection, whose targets ascend.
struct FaultEdges {
  const Projection& projection;
  std::uint64_t begin = 0, count = 0;
};
/// Adds what these edges bring from a source to the neuron; the factor multiplies their weights.
void add_fault_events(const FaultEdges& edges, std::uint32_t source, std::uint32_t neuron, float factor,
                      std::vector<FaultEvent>& events);

/// What a perturbation makes of a recurrent weight between two neurons.
float recurrent_factor(const Perturbation& perturbation, std::uint32_t source, std::uint32_t neuron);

/// One paragraph for the user: the neuron, its population, V and currents, and the weights of what reached it.
std::string describe_fault(const FaultNumbers& numbers, const Network& network, const ModelTables& names);

} // namespace striate
