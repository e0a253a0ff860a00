// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/fault_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// "2 recurrent spikes (largest: 3e+38 pA from 12, -4 pA from 7)"
std::string summary(std::vector<FaultEvent> events, const char* kind) {
  constexpr std::size_t named = 3;
  const auto size = [](const FaultEvent& event) { return std::isnan(event.pA) ? HUGE_VALF : std::abs(event.pA); };
  std::stable_sort(events.begin(), events.end(),
                   [&](const FaultEvent& a, const FaultEvent& b) { return size(a) > size(b); });
  std::string text = fmt::format("{} {} synapses", events.size(), kind);
  for (std::size_t k = 0; k < std::min(named, events.size()); ++k)
    text += fmt::format("{}{:.4g} pA from {}", k == 0 ? " (largest: " : ", ", events[k].pA, events[k].source);
  return events.empty() ? text : text + ")";
}

float factor_of(const std::vector<float>& factors, std::uint32_t neuron) {
  return factors.empty() ? 1.0f : factors[neuron];
}

} // namespace

void add_fault_events(const Projection& projection, std::uint32_t source, std::uint32_t neuron, float factor,
                      const std::function<bool(const EdgeRun&)>& arrives, std::vector<FaultEvent>& events) {
  for (const EdgeRun& run : projection.row(source)) {
    if (!arrives(run))
      continue;
    const auto begin = projection.target.begin() + static_cast<std::ptrdiff_t>(run.begin);
    const auto end = projection.target.begin() + static_cast<std::ptrdiff_t>(projection.run_end(run));
    for (auto edge = std::lower_bound(begin, end, neuron); edge != end && *edge == neuron; ++edge)
      events.push_back(
          {source, factor * projection.weight[static_cast<std::size_t>(edge - projection.target.begin())]});
  }
}

std::string describe_fault(const FaultNumbers& numbers, const Network& network, const ModelTables& names) {
  const Population& population = names.populations.at(network.neurons.population[numbers.neuron]);
  return fmt::format("At step {} the state of neuron {} ({} {}) became non-finite: V = {:.4g} mV, synaptic current "
                     "{:.4g} pA, after-spike currents {:.4g} and {:.4g} pA, added current {:.4g} pA. At step {} it "
                     "received {}, {} and {}. Check these weights and the perturbation.",
                     numbers.step, numbers.neuron, population.cell_type, population.name, numbers.v_mV,
                     numbers.synaptic_pA, numbers.asc_0_pA, numbers.asc_1_pA, numbers.added_pA, numbers.arrival,
                     summary(numbers.recurrent, "recurrent"), summary(numbers.lgn, "LGN"),
                     summary(numbers.background, "background"));
}

std::string describe_fault(const FaultScene& scene, const CpuTables& tables, const ModelTables& names,
                           const NeuronState& state) {
  const Network& network = *tables.network;
  const std::uint32_t neuron = scene.neuron;
  const CellConstants& cell = tables.cell(neuron);
  FaultNumbers numbers;
  numbers.neuron = neuron;
  numbers.step = scene.step;
  numbers.arrival = scene.arrival;
  numbers.v_mV = cell.E_L_mV + cell.scale_mV * state.v[neuron];
  for (const auto& current : state.current)
    numbers.synaptic_pA += current[neuron];
  numbers.asc_0_pA = state.asc[0][neuron];
  numbers.asc_1_pA = state.asc[1][neuron];
  numbers.added_pA = scene.perturbation->added_pA.empty() ? 0.0f : scene.perturbation->added_pA[neuron];
  for (std::size_t d = 0; d < scene.spikes.size(); ++d)
    for (const std::uint32_t source : scene.spikes[d])
      add_fault_events(
          network.recurrent, source, neuron,
          factor_of(scene.perturbation->outgoing, source) * factor_of(scene.perturbation->incoming, neuron),
          [&](const EdgeRun& run) { return run.delay == static_cast<int>(d) + 1; }, numbers.recurrent);
  const auto at_once = [](const EdgeRun&) { return true; };
  for (std::size_t k = 0; k < scene.lgn_spikes.size(); ++k)
    add_fault_events(network.lgn, scene.lgn_spikes[k], neuron, scene.lgn_amounts.empty() ? 1.0f : scene.lgn_amounts[k],
                     at_once, numbers.lgn);
  const BackgroundProjection& background = network.background;
  if (!scene.background_amounts.empty())
    for (std::uint32_t edge = background.row_start[neuron]; edge < background.row_start[neuron + 1]; ++edge)
      if (const float amount = scene.background_amounts[background.source[edge]]; amount != 0.0f)
        numbers.background.push_back({background.source[edge], amount * background.weight[edge]});
  return describe_fault(numbers, network, names);
}

} // namespace striate
