// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/nest/watched.h"

#include <algorithm>

namespace striate {

void NestWatched::watch(std::span<const std::uint32_t> neurons, const NestTables& tables) {
  watched_.watch(neurons, tables.bounds, *tables.network);
  for (Watched& watched : watched_.all())
    watched.receptors.fill(std::vector<Synapse>(tables.cell(watched.neuron).receptors.size()));
}

void NestWatched::collect(int range, Source source, const NestPlanes& planes) {
  for (Watched& watched : watched_.of_range(range))
    for (std::size_t r = 0; r < watched.receptors[source].size(); ++r) {
      double arriving = planes[r][watched.neuron];
      for (std::size_t before = 0; before < source; ++before)
        arriving -= watched.receptors[before][r].arriving;
      watched.receptors[source][r].arriving = arriving;
    }
}

void NestWatched::update(int range, const NestTables& tables) {
  for (Watched& watched : watched_.of_range(range)) {
    const auto& receptors = tables.cell(watched.neuron).receptors;
    for (auto& of_source : watched.receptors)
      for (std::size_t r = 0; r < of_source.size(); ++r) {
        Synapse& synapse = of_source[r];
        update_nest_alpha(receptors[r].fast, synapse.arriving, synapse.rise_fast, synapse.current_fast);
        update_nest_alpha(receptors[r].slow, synapse.arriving, synapse.rise_slow, synapse.current_slow);
      }
  }
}

void NestWatched::clear() {
  for (Watched& watched : watched_.all())
    for (auto& of_source : watched.receptors)
      std::ranges::fill(of_source, Synapse{});
}

double NestWatched::current_pA(std::uint32_t neuron, Source source) const {
  double sum = 0.0;
  for (const Synapse& synapse : watched_.find(neuron).receptors[source])
    sum += synapse.current_fast + synapse.current_slow;
  return sum;
}

void NestWatched::save(SimulatorState& out) const {
  auto& neurons = out.more["watched_neuron"];
  auto& values = out.more["watched_current"];
  neurons.clear();
  values.clear();
  for (const Watched& watched : watched_.all()) {
    neurons.push_back(watched.neuron);
    for (const auto& of_source : watched.receptors)
      for (const Synapse& s : of_source)
        values.insert(values.end(), {s.rise_fast, s.current_fast, s.rise_slow, s.current_slow});
  }
}

void NestWatched::load(const SimulatorState& in) {
  clear();
  const auto neurons_found = in.more.find("watched_neuron");
  const auto values_found = in.more.find("watched_current");
  if (neurons_found == in.more.end() || values_found == in.more.end())
    return;
  const std::vector<double>& neurons = neurons_found->second;
  const std::vector<double>& values = values_found->second;
  bool same = neurons.size() == watched_.all().size();
  std::size_t needed = 0;
  for (std::size_t k = 0; same && k < watched_.all().size(); ++k) {
    same = neurons[k] == static_cast<double>(watched_.all()[k].neuron);
    needed += 4 * sources * watched_.all()[k].receptors[0].size();
  }
  if (!same || values.size() != needed)
    return; // another choice was watched then: the split starts from none
  auto value = values.begin();
  for (Watched& watched : watched_.all())
    for (auto& of_source : watched.receptors)
      for (Synapse& s : of_source)
        for (double* field : {&s.rise_fast, &s.current_fast, &s.rise_slow, &s.current_slow})
          *field = *value++;
}

} // namespace striate
