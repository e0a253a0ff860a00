// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/id_map.h"
#include "engine/network/sonata/read/row_groups.h"
#include "engine/network/sonata/read/sonata_config.h"
#include "engine/network/sonata/read/types_table.h"

#include <memory>

namespace striate::sonata {

/// Nodes of one population that share their type and everything that overrides it row by row.
struct NodeKind {
  static constexpr std::uint32_t no_type = ~std::uint32_t{0};
  std::uint32_t type = no_type;                                ///< row of the types table
  std::int64_t own_type_id = -1;                               ///< node_type_id of nodes without a row; -1: none
  std::vector<std::pair<std::string, std::string>> texts;      ///< "dynamics_params" -> "472363762_..."
  std::vector<std::pair<std::string, double>> dynamics_params; ///< "C_m" -> 88.0
};

/// One population of a node file, read but for its attribute columns. An attribute of a node is looked for in its HDF5
/// group first, then in the population's own group, then in the row of its type. The table of types may be missing
/// where the HDF5 file says everything; a node whose node_type_id is negative has no type.
class NodePopulation {
public:
  static NodePopulation read(const Group& file, const std::string& name, const SonataConfig::Pair& files, Tools tools);

  const std::string& name() const { return name_; }
  Place place(std::uint32_t row) const { return {file_, "/nodes/" + name_, row}; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }
  const std::vector<std::uint64_t>& ids() const { return ids_; }
  std::uint32_t row_of(std::uint64_t id) const { return rows_->row(id); }
  bool ids_are_rows() const { return ids_are_rows_; }

  const std::vector<NodeKind>& kinds() const { return kinds_; }
  std::uint32_t kind(std::uint32_t row) const { return kind_of_row_[row]; }
  /// A text of a kind: its own, else that of the csv; empty when there is none.
  std::string text(const NodeKind& kind, const std::string& column) const;
  std::optional<double> type_number(const NodeKind& kind, const std::string& column) const;
  /// Where the type stands, or the population when it has none.
  Place type_place(const NodeKind& kind) const;
  std::optional<std::uint64_t> type_id(const NodeKind& kind) const;

  /// One number per node: of its group, else of its type; NaN where there is neither.
  std::vector<double> numbers(const std::string& column, Tools tools) const;
  /// The HDF5 name of a column, for messages.
  Place column_place(const std::string& column, std::optional<std::uint64_t> row = {}) const;

  /// An attribute of the population's group or the file's root, when there is one.
  const Group& group() const { return group_; }

private:
  NodePopulation(TypesTable types, Group group) : types_(std::move(types)), group_(std::move(group)) {}
  std::uint64_t count_rows(Tools tools) const;
  void read_ids(Tools tools);
  void read_types(Tools tools);
  void read_places(Tools tools);
  void read_kinds(Tools tools);

  TypesTable types_;
  Group group_;
  std::string name_;
  std::filesystem::path file_;
  std::vector<std::uint64_t> ids_;
  bool ids_are_rows_ = true;
  std::unique_ptr<IdMap> rows_;
  std::vector<std::uint32_t> type_;       ///< per node: row of the types table, or no_type
  std::vector<std::int64_t> own_type_id_; ///< per node without a row; empty when all have one
  RowGroups groups_;
  std::vector<std::uint32_t> group_of_row_; ///< index into groups_; empty: all in the only one, row by row
  std::vector<std::uint64_t> row_in_group_;
  std::vector<NodeKind> kinds_;
  std::vector<std::uint32_t> kind_of_row_;
};

} // namespace striate::sonata
