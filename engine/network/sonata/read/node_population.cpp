// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/node_population.h"

#include "engine/network/sonata/names/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace striate::sonata {

namespace {

constexpr std::uint64_t most_nodes = 100'000'000;

constexpr const char* text_columns[] = {model_type, model_template, dynamics_params, pop_name, model_name,
                                        ei,         location};

std::vector<std::uint64_t> read_ids_column(const Group& group, const char* name, std::uint64_t rows,
                                           const char* counterpart, Tools tools) {
  const Dataset column = Dataset::open(group, name, Dataset::Kind::integer, tools.problems);
  if (column.rows() != rows)
    tools.problems.fail(column.place(), fmt::format("has {} rows where {} has {}", column.rows(), counterpart, rows));
  return column.ids(tools.pool, tools.task, tools.problems);
}

} // namespace

NodePopulation NodePopulation::read(const Group& file, const std::string& name, const SonataConfig::Pair& files,
                                    Tools tools) {
  NodePopulation nodes(files.types.empty() ? TypesTable::none(files.data, node_type_id)
                                           : TypesTable::read(files.types, node_type_id, name, tools.problems),
                       file.open(nodes_group, tools.problems).open(name, tools.problems));
  nodes.name_ = name;
  nodes.file_ = files.data;
  nodes.groups_ = RowGroups::open(nodes.group_, tools);
  nodes.read_ids(tools);
  nodes.read_types(tools);
  nodes.read_places(tools);
  nodes.read_kinds(tools);
  return nodes;
}

std::uint64_t NodePopulation::count_rows(Tools tools) const {
  for (const char* column : {node_type_id, node_id, node_group_index, node_group_id})
    if (group_.has(column))
      return Dataset::open(group_, column, Dataset::Kind::integer, tools.problems).rows();
  if (groups_.count() == 1 && groups_[0].rows)
    return *groups_[0].rows;
  tools.problems.fail(group_.place(node_type_id), "the dataset is missing, and no other gives the number of nodes");
}

void NodePopulation::read_ids(Tools tools) {
  const std::uint64_t rows = count_rows(tools);
  if (rows > most_nodes)
    tools.problems.fail(group_.place(node_id), fmt::format("{} nodes exceed the supported maximum", rows));
  if (group_.has(node_id)) {
    ids_ = read_ids_column(group_, node_id, rows, node_type_id, tools);
  } else {
    ids_.resize(rows);
    for (std::size_t row = 0; row < ids_.size(); ++row)
      ids_[row] = row;
  }
  for (std::size_t row = 0; row < ids_.size() && ids_are_rows_; ++row)
    ids_are_rows_ = ids_[row] == row;
  rows_ = std::make_unique<IdMap>(ids_);
  if (const std::uint32_t row = rows_->duplicate(); row != IdMap::none)
    tools.problems.error({file_, group_.path + "/" + node_id, row},
                         fmt::format("the node id {} appears twice", ids_[row]));
}

void NodePopulation::read_types(Tools tools) {
  type_.assign(ids_.size(), NodeKind::no_type);
  if (!group_.has(node_type_id)) {
    if (!types_.is_none())
      tools.problems.fail(
          group_.place(node_type_id),
          fmt::format("the dataset is missing; it gives the row of {} for each node", types_.file().string()));
    own_type_id_.assign(ids_.size(), -1);
    return;
  }
  // Signed: a negative id says that a node has no type.
  const std::vector<double> ids = Dataset::open(group_, node_type_id, Dataset::Kind::integer, tools.problems)
                                      .reals(tools.pool, tools.task, tools.problems);
  const auto own = [&](std::size_t row, double id) {
    own_type_id_.resize(ids_.size(), -1);
    own_type_id_[row] = id < 0.0 ? -1 : static_cast<std::int64_t>(id);
  };
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (types_.is_none() || ids[row] < 0.0) {
      own(row, ids[row]);
      continue;
    }
    const auto id = static_cast<std::uint64_t>(ids[row]);
    const auto found = types_.row_of(id);
    if (!found)
      tools.problems.fail({file_, group_.path + "/" + node_type_id, row},
                          fmt::format("the node type {} {}", id, types_.missing_row(id)));
    type_[row] = *found;
  }
}

void NodePopulation::read_places(Tools tools) {
  const bool has_group = group_.has(node_group_id);
  const bool has_index = group_.has(node_group_index);
  if (!has_group && groups_.count() > 1)
    tools.problems.fail(group_.place(node_group_id),
                        fmt::format("the dataset is missing; the population has {} groups", groups_.count()));
  if (groups_.count() == 0)
    return;
  std::vector<std::uint64_t> group(ids_.size(), groups_[0].id);
  if (has_group)
    group = read_ids_column(group_, node_group_id, ids_.size(), node_type_id, tools);
  std::vector<std::uint64_t> index(ids_.size());
  if (has_index)
    index = read_ids_column(group_, node_group_index, ids_.size(), node_type_id, tools);
  std::vector<std::uint64_t> next(groups_.count());
  group_of_row_.resize(ids_.size());
  row_in_group_.resize(ids_.size());
  for (std::size_t row = 0; row < ids_.size(); ++row) {
    const std::size_t found = groups_.find(group[row]);
    if (found == groups_.count())
      tools.problems.fail({file_, group_.path + "/" + node_group_id, row},
                          fmt::format("names the group {}, which does not exist", group[row]));
    group_of_row_[row] = static_cast<std::uint32_t>(found);
    row_in_group_[row] = has_index ? index[row] : next[found]++;
    if (groups_[found].rows && row_in_group_[row] >= *groups_[found].rows)
      tools.problems.fail({file_, group_.path + "/" + node_group_index, row},
                          fmt::format("names row {} of group {}, which has {} rows", row_in_group_[row], group[row],
                                      *groups_[found].rows));
  }
}

namespace {

/// Texts and parameters that stand in an HDF5 group instead of the csv, per row there.
struct OwnColumns {
  std::vector<std::pair<std::string, std::vector<std::string>>> texts;
  std::vector<std::pair<std::string, std::vector<double>>> params;
};

OwnColumns own_columns(const Group& group, std::optional<std::uint64_t> rows, Tools tools) {
  OwnColumns own;
  const auto check = [&](const std::string& name, std::size_t size) {
    if (rows && size < *rows)
      tools.problems.fail(group.place(name), fmt::format("has {} rows where its group has {}", size, *rows));
  };
  for (const char* column : text_columns)
    if (group.has_column(column)) {
      own.texts.emplace_back(column, read_words(group, column, tools));
      check(column, own.texts.back().second.size());
    }
  if (group.has_group(dynamics_params)) {
    const Group params = group.open(dynamics_params, tools.problems);
    for (const std::string& name : params.children()) {
      own.params.emplace_back(name, Dataset::open(params, name, Dataset::Kind::real, tools.problems)
                                        .reals(tools.pool, tools.task, tools.problems));
      check(std::string(dynamics_params) + "/" + name, own.params.back().second.size());
    }
  }
  return own;
}

/// Adds what a row says itself to its kind, and to the key that tells kinds apart. What the kind has already stays.
void add_own(const OwnColumns& own, std::uint64_t row, NodeKind& kind, std::string& key) {
  for (const auto& [name, values] : own.texts)
    if (row < values.size() &&
        std::ranges::find(kind.texts, name, [](const auto& text) { return text.first; }) == kind.texts.end()) {
      kind.texts.emplace_back(name, values[row]);
      key += '\n' + name + '=' + values[row];
    }
  for (const auto& [name, values] : own.params)
    if (row < values.size()) {
      kind.dynamics_params.emplace_back(name, values[row]);
      key += fmt::format("\n{}:{}", name, values[row]);
    }
}

} // namespace

void NodePopulation::read_kinds(Tools tools) {
  std::vector<OwnColumns> own;
  bool any = !own_type_id_.empty();
  for (std::size_t g = 0; g < groups_.count(); ++g) {
    own.push_back(own_columns(groups_[g].group, groups_[g].rows, tools));
    any = any || !own.back().texts.empty() || !own.back().params.empty();
  }
  const OwnColumns direct = own_columns(group_, ids_.size(), tools);
  any = any || !direct.texts.empty() || !direct.params.empty();
  kind_of_row_.resize(ids_.size());
  if (!any) {
    kinds_.resize(types_.rows());
    for (std::uint32_t type = 0; type < types_.rows(); ++type)
      kinds_[type].type = type;
    kind_of_row_ = type_;
    return;
  }
  std::map<std::string, std::uint32_t> known;
  for (std::uint32_t row = 0; row < size(); ++row) {
    NodeKind kind;
    kind.type = type_[row];
    kind.own_type_id = own_type_id_.empty() ? -1 : own_type_id_[row];
    std::string key = fmt::format("{} {}", kind.type, kind.own_type_id);
    if (!own.empty())
      add_own(own[group_of_row_[row]], row_in_group_[row], kind, key);
    add_own(direct, row, kind, key);
    const auto [entry, fresh] = known.emplace(key, static_cast<std::uint32_t>(kinds_.size()));
    if (fresh)
      kinds_.push_back(std::move(kind));
    kind_of_row_[row] = entry->second;
  }
}

Place NodePopulation::type_place(const NodeKind& kind) const {
  return kind.type == NodeKind::no_type ? Place{file_, group_.path} : types_.place(kind.type);
}

std::optional<std::uint64_t> NodePopulation::type_id(const NodeKind& kind) const {
  if (kind.type != NodeKind::no_type)
    return types_.id(kind.type);
  return kind.own_type_id < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(kind.own_type_id));
}

std::string NodePopulation::text(const NodeKind& kind, const std::string& column) const {
  for (const auto& [name, value] : kind.texts)
    if (name == column)
      return value == missing ? std::string{} : value;
  return types_.text(kind.type, column);
}

std::optional<double> NodePopulation::type_number(const NodeKind& kind, const std::string& column) const {
  return types_.number(kind.type, column);
}

std::vector<double> NodePopulation::numbers(const std::string& column, Tools tools) const {
  std::vector<double> result(size(), std::numeric_limits<double>::quiet_NaN());
  const auto read = [&](const Group& group) {
    return Dataset::open(group, column, Dataset::Kind::real, tools.problems)
        .reals(tools.pool, tools.task, tools.problems);
  };
  std::vector<std::vector<double>> values(groups_.count());
  for (std::size_t g = 0; g < groups_.count(); ++g)
    if (groups_[g].group.has(column))
      values[g] = read(groups_[g].group);
  std::vector<double> direct;
  if (group_.has_column(column)) {
    direct = read(group_);
    if (direct.size() != size())
      tools.problems.fail(group_.place(column), fmt::format("has {} rows for {} nodes", direct.size(), size()));
  }
  std::vector<std::optional<double>> of_type(types_.rows());
  for (std::uint32_t type = 0; type < types_.rows(); ++type)
    of_type[type] = types_.number(type, column);
  for (std::uint32_t row = 0; row < size(); ++row) {
    const std::vector<double>* mine = groups_.count() > 0 ? &values[group_of_row_[row]] : nullptr;
    if (mine != nullptr && row_in_group_[row] < mine->size())
      result[row] = (*mine)[row_in_group_[row]];
    else if (!direct.empty())
      result[row] = direct[row];
    else if (type_[row] != NodeKind::no_type && of_type[type_[row]])
      result[row] = *of_type[type_[row]];
  }
  return result;
}

Place NodePopulation::column_place(const std::string& column, std::optional<std::uint64_t> row) const {
  const std::string in = groups_.count() == 1 ? fmt::format("/{}/", groups_[0].id) : "/";
  return {file_, group_.path + in + column, row};
}

} // namespace striate::sonata
