// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/projection.h"
#include "engine/network/sonata/read/edge_kinds.h"
#include "engine/network/sonata/read/edge_population.h"

#include <span>

namespace striate::sonata {

/// How the edges of a file become a projection.
struct ProjectionShape {
  std::uint32_t sources = 0, targets = 0;
  bool merge_equal_pairs = false; ///< rows with equal source, target and synapse become one: their weights are added
  bool delayed = true;            ///< false: the runs have delay 0, as for the LGN
  bool own_delays = false;        ///< every edge keeps its delay; such edges merge only when that is equal too
};

/// Sorts edges by source, then run, then target (counting sort by source, then every row by itself, in parallel). Equal
/// keys keep their order in the file, so the result does not depend on the number of threads. Empties `rows`.
Projection build_projection(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                            Tools tools);

/// Sorts edges by target, then source. Fails when there are more sources than a byte can number or more edges than
/// 32 bits. Empties `rows`.
BackgroundProjection build_background(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                                      const Place& place, Tools tools);

} // namespace striate::sonata
