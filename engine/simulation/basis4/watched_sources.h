// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/basis4/delivery.h"
#include "engine/simulation/basis4/tables.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/watched_list.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Follows the synaptic currents of a few neurons source by source: what each delivery phase added to the drive planes
/// runs through equations (2) and (3) on its own. Costs nothing when the list is empty. Different ranges may be worked
/// on at the same time.
class WatchedSources {
public:
  enum Source { recurrent, lgn, background };
  static constexpr std::size_t sources = 3;
  /// That of NeuronVariable::recurrent_pA, lgn_pA or background_pA.
  static Source source_of(NeuronVariable variable) {
    return static_cast<Source>(static_cast<int>(variable) - static_cast<int>(NeuronVariable::recurrent_pA));
  }

  /// Replaces the list; throws a usage Error for an id out of range.
  void watch(std::span<const std::uint32_t> neurons, const CpuTables& tables);
  /// Takes what the planes hold beyond the phases before as the work of `source`. Phases come in the order of Source.
  void collect(int range, Source source, const SlotPlanes& planes);
  /// Ends the step of a range.
  void update(int range, const CpuTables& tables);
  void clear();

  /// Sum of the currents from `source`, pA. Throws a usage Error when the neuron is not watched.
  float current_pA(std::uint32_t neuron, Source source) const;

  void save(WatchedCurrents& out) const;
  void load(const WatchedCurrents& in);

private:
  struct Synapses {
    std::array<float, SynapseConstants::bases> rise{}, current{};
  };
  struct Watched {
    std::uint32_t neuron = 0;
    std::array<Synapses, sources> synapses{};
    std::array<std::array<float, SynapseConstants::slots>, sources> weight{}; ///< that arrived in this step, pA
  };

  WatchedList<Watched> watched_;
};

} // namespace striate
