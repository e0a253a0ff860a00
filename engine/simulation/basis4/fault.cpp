// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/fault.h"

#include "engine/simulation/fault_report.h"

#include <span>

namespace striate {

namespace {

/// Adds what those runs of a source for which `arrives` holds bring to the neuron.
template <typename Arrives>
void add_runs(const Projection& projection, std::uint32_t source, std::uint32_t neuron, float factor, Arrives&& arrives,
              std::vector<FaultEvent>& events) {
  for (const EdgeRun& run : projection.row(source))
    if (arrives(run))
      add_fault_events({projection, run.begin, projection.run_end(run) - run.begin}, source, neuron, factor, events);
}

/// Fills in the events of step numbers.arrival.
void add_arrivals(const RunHistory& history, const Network& network, const Perturbation& perturbation,
                  FaultNumbers& numbers) {
  const std::uint32_t neuron = numbers.neuron;
  const auto spikes = std::span(history.spikes).subspan(basis4_fault_lag + 1); // [d]: d + 1 steps before the arrival
  for (std::size_t d = 0; d < spikes.size(); ++d)
    for (const std::uint32_t source : spikes[d])
      add_runs(
          network.recurrent, source, neuron, recurrent_factor(perturbation, source, neuron),
          [&](const EdgeRun& run) { return run.delay == static_cast<int>(d) + 1; }, numbers.recurrent);
  const StepRecord& input = history.inputs[basis4_fault_lag];
  for (std::size_t k = 0; k < input.lgn.size(); ++k)
    add_runs(
        network.lgn, input.lgn[k], neuron, input.lgn_amounts.empty() ? 1.0f : input.lgn_amounts[k],
        [](const EdgeRun&) { return true; }, numbers.lgn);
  const BackgroundProjection& background = network.background;
  if (!input.background.empty())
    for (std::uint32_t edge = background.row_start[neuron]; edge < background.row_start[neuron + 1]; ++edge)
      if (const float amount = input.background[background.source[edge]]; amount != 0.0f)
        numbers.background.push_back({background.source[edge], amount * background.weight[edge]});
}

} // namespace

Error basis4_fault(std::uint32_t neuron, const RunHistory& history, const CpuTables& tables,
                   const Perturbation& perturbation, const NeuronState& state) {
  const CellConstants& cell = tables.cell(neuron);
  FaultNumbers numbers;
  numbers.neuron = neuron;
  numbers.step = history.now - 1;
  numbers.arrival = numbers.step - static_cast<std::int64_t>(basis4_fault_lag);
  numbers.v_mV = cell.E_L_mV + cell.scale_mV * state.v[neuron];
  for (const auto& current : state.current)
    numbers.synaptic_pA += current[neuron];
  numbers.asc_0_pA = state.asc[0][neuron];
  numbers.asc_1_pA = state.asc[1][neuron];
  numbers.added_pA = perturbation.added_pA.empty() ? 0.0f : perturbation.added_pA[neuron];
  add_arrivals(history, *tables.network, perturbation, numbers);
  return Error(describe_fault(numbers, *tables.network, *tables.network->tables), Error::Kind::numbers);
}

} // namespace striate
