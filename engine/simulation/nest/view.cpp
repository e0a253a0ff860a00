// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/view.h"

#include "engine/simulation/neuron_readers.h"

namespace striate {

double NestView::value(NeuronVariable variable, std::uint32_t neuron) const {
  switch (variable) {
  case NeuronVariable::v_mV:
    return tables.cell(neuron).E_L_mV + state.u[neuron];
  case NeuronVariable::asc_pA:
    return state.asc[0][neuron] + state.asc[1][neuron];
  case NeuronVariable::synaptic_pA: {
    double sum = 0.0;
    for (std::size_t r = 0; r < state.current_fast.size(); ++r)
      sum += state.current_fast[r][neuron] + state.current_slow[r][neuron];
    return sum;
  }
  case NeuronVariable::recurrent_pA:
    return watched.current_pA(neuron, NestWatched::recurrent);
  case NeuronVariable::lgn_pA:
    return watched.current_pA(neuron, NestWatched::lgn);
  case NeuronVariable::background_pA:
    return watched.current_pA(neuron, NestWatched::background);
  case NeuronVariable::refractory_steps:
    return state.refractory[neuron];
  }
  return 0.0;
}

void NestView::read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const {
  check_places(neurons, out);
  check_neurons(neurons, *tables.network);
  for (std::size_t k = 0; k < neurons.size(); ++k)
    out[k] = static_cast<float>(value(variable, neurons[k]));
}

NeuronSample NestView::sample(std::uint32_t neuron) const {
  check_neurons(std::span(&neuron, 1), *tables.network);
  const NestCellConstants& constants = tables.cell(neuron);
  return make_sample([&](NeuronVariable variable) { return value(variable, neuron); },
                     static_cast<float>(constants.E_L_mV + constants.cell.threshold), state.refractory[neuron] > 0);
}

} // namespace striate
