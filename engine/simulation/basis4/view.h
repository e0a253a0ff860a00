// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/kernels/cell_constants.h"
#include "engine/simulation/neuron_readers.h"

#include <algorithm>
#include <cstdint>

namespace striate {

/// What the numbers of one neuron of the dynamics `basis4` say, for every back end. Numbers has the members v(),
/// asc(m), current(r), countdown() and source_pA(variable), which throws a usage Error for a neuron that is not
/// watched.
template <typename Numbers>
float basis4_value(NeuronVariable variable, const CellConstants& cell, const Numbers& numbers) {
  switch (variable) {
  case NeuronVariable::v_mV:
    return cell.E_L_mV + cell.scale_mV * numbers.v();
  case NeuronVariable::asc_pA:
    return numbers.asc(0) + numbers.asc(1);
  case NeuronVariable::synaptic_pA:
    return (numbers.current(0) + numbers.current(1)) + (numbers.current(2) + numbers.current(3));
  case NeuronVariable::recurrent_pA:
  case NeuronVariable::lgn_pA:
  case NeuronVariable::background_pA:
    return numbers.source_pA(variable);
  case NeuronVariable::refractory_steps:
    return static_cast<float>(std::max(0, numbers.countdown() - 1));
  }
  return 0.0f;
}

/// As Simulator::sample().
template <typename Numbers>
NeuronSample basis4_sample(const CellConstants& cell, const Numbers& numbers) {
  const std::int32_t countdown = numbers.countdown();
  return make_sample([&](NeuronVariable variable) { return basis4_value(variable, cell, numbers); },
                     cell.E_L_mV + cell.scale_mV, countdown > 0 && countdown < cell.refractory_steps);
}

} // namespace striate
