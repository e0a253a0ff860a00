// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/edge_kinds.h"
#include "engine/network/sonata/read/edge_population.h"
#include "engine/network/sonata/read/row_groups.h"

#include <functional>
#include <span>

namespace striate::sonata {

/// The attribute columns of one edge population: weights, multiplicities and what overrides the csv row by row. Each
/// property is looked for in the HDF5 group of the row first, then in the types csv.
class EdgeProperties {
public:
  /// Opens the groups and finds where each row stands in them. Fails for a group that does not exist and a row outside
  /// it.
  EdgeProperties(const Group& group, std::uint64_t rows, Tools tools);

  /// Gives rows with a synaptic model or receptor of their own kinds of their own.
  void apply_own_kinds(EdgeKinds& kinds, std::size_t table, std::span<std::uint32_t> kind, Tools tools) const;

  /// Whether any row may have a delay of its own, and these delays, ms; NaN where a row has none. One that no synapse
  /// can have (NaN, 0 or less, too long) is an error that names its row, as is one below a step when such are rejected.
  bool has_delays() const;
  void read_delays(std::span<double> delay_ms, ShortDelays short_delays, Tools tools) const;

  /// syn_weight in pA. A row without one and a weight that is not finite are errors.
  void read_weights(const EdgeKinds& kinds, std::span<const std::uint32_t> kind, std::span<double> weight,
                    Tools tools) const;

  /// Multiplies by nsyns or n_syns_; answers the sum over rows whose both ends are kept.
  double multiply(const EdgeKinds& kinds, std::span<const std::uint32_t> kind, std::span<const std::uint32_t> target,
                  std::span<const std::uint32_t> source, std::span<double> weight, Tools tools) const;

private:
  void read_places(Tools tools);
  Place place(const std::string& column, std::uint64_t row) const;
  /// Calls take(row, value) for every row whose group has the column.
  void for_values(const std::string& column, Tools tools,
                  const std::function<void(std::uint64_t, std::span<const double>)>& slab,
                  const std::function<void(std::uint64_t, double)>& one) const;
  std::vector<double> numbers(const std::string& column, double missing, Tools tools) const;

  const Group& population_;
  std::uint64_t rows_;
  RowGroups groups_;
  bool in_order_ = true;                    ///< one group, row by row
  std::vector<std::uint32_t> group_of_row_; ///< index into groups_; empty when there is one
  std::vector<std::uint32_t> row_in_group_; ///< empty when in order
};

} // namespace striate::sonata
