// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/fault.h"

#include "engine/simulation/fault_report.h"
#include "engine/simulation/nest/view.h"

namespace striate {

namespace {

/// What the spike of one source brings to a neuron.
struct Arrival {
  const NestRoutes& routes;
  int range;
  std::uint32_t source, neuron;
  float factor;
};

/// Adds the synapses that take `delay` steps.
void add_synapses(const Arrival& arrival, std::int64_t delay, std::vector<FaultEvent>& events) {
  for (const NestRoute& route : arrival.routes.row(arrival.range, arrival.source))
    if (route.delay == delay)
      add_fault_events({arrival.routes.projection(), route.begin, route.count}, arrival.source, arrival.neuron,
                       arrival.factor, events);
}

/// Fills in the events of step numbers.arrival.
void add_arrivals(const NestRun& run, const NestTables& tables, const Perturbation& perturbation,
                  FaultNumbers& numbers) {
  const int range = tables.range_of(numbers.neuron);
  const auto delay_of = [&](std::size_t ago) {
    return numbers.arrival - (run.now - 1 - static_cast<std::int64_t>(ago));
  };
  for (std::size_t ago = 0; ago < run.spikes.size(); ++ago)
    for (const std::uint32_t id : run.spikes[ago])
      add_synapses({*tables.recurrent, range, id, numbers.neuron, recurrent_factor(perturbation, id, numbers.neuron)},
                   delay_of(ago), numbers.recurrent);
  for (std::size_t ago = 0; ago < run.inputs.size(); ++ago) {
    const StepRecord& inputs = run.inputs[ago];
    for (std::size_t k = 0; k < inputs.lgn.size(); ++k)
      add_synapses({*tables.lgn, range, inputs.lgn[k], numbers.neuron,
                    inputs.lgn_amounts.empty() ? 1.0f : inputs.lgn_amounts[k]},
                   delay_of(ago), numbers.lgn);
    for (std::uint32_t source = 0; source < inputs.background.size(); ++source)
      if (inputs.background[source] != 0.0f)
        add_synapses({*tables.background, range, source, numbers.neuron, inputs.background[source]}, delay_of(ago),
                     numbers.background);
  }
}

} // namespace

Error nest_fault(std::uint32_t neuron, const NestRun& run, const NestTables& tables, const Perturbation& perturbation) {
  const NestWatched nobody;
  const NestView view{tables, run.neurons, nobody};
  FaultNumbers numbers;
  numbers.neuron = neuron;
  numbers.step = run.now - 1;
  numbers.arrival = numbers.step - static_cast<std::int64_t>(NestRun::fault_lag);
  numbers.v_mV = view.value(NeuronVariable::v_mV, neuron);
  numbers.synaptic_pA = view.value(NeuronVariable::synaptic_pA, neuron);
  numbers.asc_0_pA = run.neurons.asc[0][neuron];
  numbers.asc_1_pA = run.neurons.asc[1][neuron];
  if (!perturbation.added_pA.empty())
    numbers.added_pA = perturbation.added_pA[neuron];
  add_arrivals(run, tables, perturbation, numbers);
  return Error(describe_fault(numbers, *tables.network, *tables.network->tables), Error::Kind::numbers);
}

} // namespace striate
