// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/nest/delivery.h"
#include "engine/simulation/nest/tables.h"
#include "engine/simulation/simulator.h"
#include "engine/simulation/watched_list.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Follows the synaptic currents of a few neurons source by source, as WatchedSources does for `basis4`: what each
/// delivery phase added to the planes runs through the receptors on its own. Different ranges may be worked on at the
/// same time.
class NestWatched {
public:
  enum Source { recurrent, lgn, background };
  static constexpr std::size_t sources = 3;

  /// Replaces the list; throws a usage Error for an id out of range.
  void watch(std::span<const std::uint32_t> neurons, const NestTables& tables);
  /// Takes what the planes hold beyond the phases before as the work of `source`. Phases come in the order of Source.
  void collect(int range, Source source, const NestPlanes& planes);
  /// Ends the step of a range.
  void update(int range, const NestTables& tables);
  void clear();

  /// Sum of the currents from `source`, pA. Throws a usage Error when the neuron is not watched.
  double current_pA(std::uint32_t neuron, Source source) const;

  void save(SimulatorState& out) const;
  void load(const SimulatorState& in);

private:
  struct Synapse {
    double rise_fast = 0.0, current_fast = 0.0, rise_slow = 0.0, current_slow = 0.0;
    double arriving = 0.0; ///< weight of this step, pA
  };
  struct Watched {
    std::uint32_t neuron = 0;
    std::array<std::vector<Synapse>, sources> receptors; ///< [source][receptor]
  };

  WatchedList<Watched> watched_;
};

} // namespace striate
