// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/simulator.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace striate {

// What read() and sample() of every simulator have in common.

/// Throws a usage Error for a neuron that the network does not have.
void check_neurons(std::span<const std::uint32_t> neurons, const Network& network);
/// Throws a usage Error unless there is one place in `out` for each of the neurons.
void check_places(std::span<const std::uint32_t> neurons, std::span<const float> out);

/// As Simulator::sample(). value(variable): that of the neuron.
template <typename Value>
NeuronSample make_sample(Value&& value, float threshold_mV, bool refractory) {
  NeuronSample sample;
  sample.v_mV = static_cast<float>(value(NeuronVariable::v_mV));
  sample.threshold_mV = threshold_mV;
  sample.synaptic_pA = static_cast<float>(value(NeuronVariable::synaptic_pA));
  sample.asc_pA = static_cast<float>(value(NeuronVariable::asc_pA));
  sample.refractory = refractory;
  return sample;
}

} // namespace striate
