// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/edge_kinds.h"
#include "engine/network/sonata/read/edge_population.h"
#include "engine/network/sonata/read/node_population.h"

#include <span>

namespace striate::sonata {

/// One end of an edge population: the nodes and the index each has in the network; EdgeList::none for nodes that a
/// selection leaves out.
struct EdgeEnd {
  const NodePopulation& nodes;
  std::span<const std::uint32_t> index; ///< per node row
};

/// Share of the whole task that the reading of one population is.
struct ProgressShare {
  double from = 0.0, to = 1.0;
};

/// Appends all edges of one population, read column by column in slabs. Every row is checked; the first offending row
/// of each column is named. Fails when they would not fit in the memory of this machine.
void read_edges(const Group& edges, TypesTable types, EdgeEnd source, EdgeEnd target, Tools tools, EdgeKinds& kinds,
                EdgeList& rows, ProgressShare progress);

} // namespace striate::sonata
