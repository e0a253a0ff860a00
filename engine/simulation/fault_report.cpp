// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/fault_report.h"

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

void add_fault_events(const FaultEdges& edges, std::uint32_t source, std::uint32_t neuron, float factor,
                      std::vector<FaultEvent>& events) {
  const Projection& projection = edges.projection;
  const auto begin = projection.target.begin() + static_cast<std::ptrdiff_t>(edges.begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(edges.count);
  for (auto edge = std::lower_bound(begin, end, neuron); edge != end && *edge == neuron; ++edge)
    events.push_back({source, factor * projection.weight[static_cast<std::size_t>(edge - projection.target.begin())]});
}

float recurrent_factor(const Perturbation& perturbation, std::uint32_t source, std::uint32_t neuron) {
  return factor_of(perturbation.outgoing, source) * factor_of(perturbation.incoming, neuron);
}

std::string describe_fault(const FaultNumbers& numbers, const Network& network, const ModelTables& names) {
  const Population& population = names.populations.at(network.neurons.population[numbers.neuron]);
  return fmt::format("At step {} the state of neuron {} ({} {}) became non-finite: V = {:.4g} mV, synaptic current "
                     "{:.4g} pA, after-spike currents {:.4g} and {:.4g} pA, added current {:.4g} pA. At step {} it "
                     "received input from {}, {} and {}. Check these weights and the perturbation.",
                     numbers.step, numbers.neuron, population.cell_type, population.name, numbers.v_mV,
                     numbers.synaptic_pA, numbers.asc_0_pA, numbers.asc_1_pA, numbers.added_pA, numbers.arrival,
                     summary(numbers.recurrent, "recurrent"), summary(numbers.lgn, "LGN"),
                     summary(numbers.background, "background"));
}

} // namespace striate
