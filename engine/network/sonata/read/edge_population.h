// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/row_groups.h"
#include "engine/network/sonata/read/sonata_config.h"

#include <string>
#include <vector>

namespace striate::sonata {

/// An edge population of a file and the node populations it joins.
struct EdgePopulation {
  std::string name, source, target;
};

/// The edge populations of an open file, by the node_population attributes of their id columns; a population without
/// them is named by its group "<source>_to_<target>", with a warning.
std::vector<EdgePopulation> find_edge_populations(const Group& file, Problems& problems);

/// Checks the root attributes: a missing magic or version is a warning, a wrong magic an error.
void check_magic(const Group& file, Problems& problems);

/// The edges of one projection in file order, with neurons and sources as indices of the network. Rows that a selection
/// drops have the target or source `none`.
struct EdgeList {
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> source, target;
  std::vector<std::uint32_t> kind; ///< index into the kinds of EdgeKinds
  std::vector<double> weight;      ///< pA, syn_weight times multiplicity
  std::vector<double> delay_ms;    ///< own delays, NaN: that of its kind; empty: no row has one
  double synapses = 0.0;           ///< sum of the multiplicities of rows that are kept

  std::size_t size() const { return source.size(); }
};

} // namespace striate::sonata
