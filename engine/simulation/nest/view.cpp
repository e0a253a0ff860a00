// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/view.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

void NestView::check(std::uint32_t neuron) const {
  if (neuron >= tables.neurons())
    throw Error(fmt::format("Neuron {} does not exist; the network \"{}\" has {} neurons.", neuron,
                            tables.network->name, tables.neurons()),
                Error::Kind::usage);
}

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
  if (neurons.size() != out.size())
    throw Error(
        fmt::format("Output buffer holds {1} values but {0} neurons were requested.", neurons.size(), out.size()),
        Error::Kind::usage);
  for (std::size_t k = 0; k < neurons.size(); ++k) {
    check(neurons[k]);
    out[k] = static_cast<float>(value(variable, neurons[k]));
  }
}

NeuronSample NestView::sample(std::uint32_t neuron) const {
  check(neuron);
  const NestCellConstants& constants = tables.cell(neuron);
  NeuronSample sample;
  sample.v_mV = static_cast<float>(value(NeuronVariable::v_mV, neuron));
  sample.threshold_mV = static_cast<float>(constants.E_L_mV + constants.cell.threshold);
  sample.synaptic_pA = static_cast<float>(value(NeuronVariable::synaptic_pA, neuron));
  sample.asc_pA = static_cast<float>(value(NeuronVariable::asc_pA, neuron));
  sample.refractory = state.refractory[neuron] > 0;
  return sample;
}

} // namespace striate
