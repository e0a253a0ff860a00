#include "engine/simulation/fault_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

struct Event {
  std::uint32_t source = 0;
  float pA = 0.0f;
};

/// Adds what the runs of `source` with this delay bring to the neuron.
void add_events(const Projection& projection, std::uint32_t source, int delay, std::uint32_t neuron, float factor,
                std::vector<Event>& events) {
  for (const EdgeRun& run : projection.row(source)) {
    if (run.delay != delay)
      continue;
    const auto begin = projection.target.begin() + static_cast<std::ptrdiff_t>(run.begin);
    const auto end = projection.target.begin() + static_cast<std::ptrdiff_t>(projection.run_end(run));
    for (auto edge = std::lower_bound(begin, end, neuron); edge != end && *edge == neuron; ++edge)
      events.push_back(
          {source, factor * projection.weight[static_cast<std::size_t>(edge - projection.target.begin())]});
  }
}

/// "2 recurrent spikes (largest: 3e+38 pA from 12, -4 pA from 7)"
std::string summary(std::vector<Event> events, const char* kind) {
  constexpr std::size_t named = 3;
  const auto size = [](const Event& event) { return std::isnan(event.pA) ? HUGE_VALF : std::abs(event.pA); };
  std::stable_sort(events.begin(), events.end(), [&](const Event& a, const Event& b) { return size(a) > size(b); });
  std::string text = fmt::format("{} {} synapses", events.size(), kind);
  for (std::size_t k = 0; k < std::min(named, events.size()); ++k)
    text += fmt::format("{}{:.4g} pA from {}", k == 0 ? " (largest: " : ", ", events[k].pA, events[k].source);
  return events.empty() ? text : text + ")";
}

float factor_of(const std::vector<float>& factors, std::uint32_t neuron) {
  return factors.empty() ? 1.0f : factors[neuron];
}

} // namespace

std::string describe_fault(const FaultScene& scene, const CpuTables& tables, const ModelTables& names,
                           const NeuronState& state) {
  const Network& network = *tables.network;
  const std::uint32_t neuron = scene.neuron;
  const CellConstants& cell = tables.cell(neuron);
  const Population& population = names.populations.at(network.neurons.population[neuron]);
  float synaptic_pA = 0.0f;
  for (const auto& current : state.current)
    synaptic_pA += current[neuron];

  std::vector<Event> recurrent, lgn, background;
  for (std::size_t d = 0; d < scene.spikes.size(); ++d)
    for (const std::uint32_t source : scene.spikes[d])
      add_events(network.recurrent, source, static_cast<int>(d) + 1, neuron,
                 factor_of(scene.perturbation->outgoing, source) * factor_of(scene.perturbation->incoming, neuron),
                 recurrent);
  for (const std::uint32_t unit : scene.lgn_spikes)
    add_events(network.lgn, unit, 0, neuron, 1.0f, lgn);
  for (std::uint32_t source = 0; source < scene.background_counts.size(); ++source)
    if (scene.background_counts[source] != 0)
      add_events(tables.background_rows, source, 0, neuron, static_cast<float>(scene.background_counts[source]),
                 background);

  return fmt::format("At step {} the numbers of neuron {} ({} {}) left the range a computer can hold: V = {:.4g} mV, "
                     "synaptic current {:.4g} pA, after-spike currents {:.4g} and {:.4g} pA, added current {:.4g} pA. "
                     "At step {} it was reached by {}, {} and {}. Check these weights and the perturbation.",
                     scene.step, neuron, population.cell_type, population.name,
                     cell.E_L_mV + cell.scale_mV * state.v[neuron], synaptic_pA, state.asc[0][neuron],
                     state.asc[1][neuron],
                     scene.perturbation->added_pA.empty() ? 0.0f : scene.perturbation->added_pA[neuron], scene.arrival,
                     summary(std::move(recurrent), "recurrent"), summary(std::move(lgn), "LGN"),
                     summary(std::move(background), "background"));
}

} // namespace striate
