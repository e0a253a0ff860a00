// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/watched_sources.h"

#include "engine/kernels/neuron_update.h"

#include <algorithm>

namespace striate {

void WatchedSources::watch(std::span<const std::uint32_t> neurons, const CpuTables& tables) {
  WatchedCurrents before;
  save(before);
  watched_.watch(neurons, tables.bounds, *tables.network);
  load(before);
}

void WatchedSources::collect(int range, Source source, const SlotPlanes& planes) {
  for (Watched& watched : watched_.of_range(range))
    for (std::size_t slot = 0; slot < planes.size(); ++slot) {
      float earlier = 0.0f;
      for (std::size_t phase = 0; phase < source; ++phase)
        earlier += watched.weight[phase][slot];
      watched.weight[source][slot] = planes[slot][watched.neuron] - earlier;
    }
}

void WatchedSources::update(int range, const CpuTables& tables) {
  for (Watched& watched : watched_.of_range(range)) {
    const auto& drive = tables.synapses.drive[tables.cell(watched.neuron).synaptic_class];
    for (std::size_t source = 0; source < sources; ++source)
      for (std::size_t r = 0; r < SynapseConstants::bases; ++r) {
        float sum = 0.0f;
        for (std::size_t slot = 0; slot < SynapseConstants::slots; ++slot)
          sum += drive[slot][r] * watched.weight[source][slot];
        Synapses& synapses = watched.synapses[source];
        update_synapse(sum, tables.synapses.decay[r], synapses.rise[r], synapses.current[r]);
      }
  }
}

void WatchedSources::clear() {
  for (Watched& watched : watched_.all())
    watched.synapses = {};
}

float WatchedSources::current_pA(std::uint32_t neuron, Source source) const {
  const auto& current = watched_.find(neuron).synapses[source].current;
  return (current[0] + current[1]) + (current[2] + current[3]);
}

void WatchedSources::save(WatchedCurrents& out) const {
  out.neurons.clear();
  out.psc.clear();
  out.psc_rise.clear();
  for (const Watched& watched : watched_.all()) {
    out.neurons.push_back(watched.neuron);
    for (const Synapses& synapses : watched.synapses) {
      out.psc.insert(out.psc.end(), synapses.current.begin(), synapses.current.end());
      out.psc_rise.insert(out.psc_rise.end(), synapses.rise.begin(), synapses.rise.end());
    }
  }
}

void WatchedSources::load(const WatchedCurrents& in) {
  clear();
  constexpr std::size_t row = sources * SynapseConstants::bases;
  for (Watched& watched : watched_.all()) {
    const auto found = std::lower_bound(in.neurons.begin(), in.neurons.end(), watched.neuron);
    if (found == in.neurons.end() || *found != watched.neuron)
      continue;
    auto place = static_cast<std::size_t>(found - in.neurons.begin()) * row;
    for (Synapses& synapses : watched.synapses) {
      std::copy_n(in.psc.begin() + static_cast<std::ptrdiff_t>(place), SynapseConstants::bases,
                  synapses.current.begin());
      std::copy_n(in.psc_rise.begin() + static_cast<std::ptrdiff_t>(place), SynapseConstants::bases,
                  synapses.rise.begin());
      place += SynapseConstants::bases;
    }
  }
}

} // namespace striate
