#include "engine/network/sonata/node_population.h"

#include "engine/network/sonata/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace striate::sonata {

namespace {

constexpr std::uint64_t most_nodes = 100'000'000;

constexpr const char* text_columns[] = {model_type, model_template, dynamics_params, pop_name, ei, location};

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
  if (files.types.empty())
    tools.problems.fail({files.data}, "the config names no node_types_file for it");
  NodePopulation nodes(TypesTable::read(files.types, node_type_id, tools.problems),
                       file.open(nodes_group, tools.problems).open(name, tools.problems));
  nodes.name_ = name;
  nodes.file_ = files.data;
  nodes.read_ids(tools);
  nodes.read_types(tools);
  nodes.groups_ = RowGroups::open(nodes.group_, tools);
  nodes.read_places(tools);
  nodes.read_kinds(tools);
  return nodes;
}

void NodePopulation::read_ids(Tools tools) {
  const Dataset types = Dataset::open(group_, node_type_id, Dataset::Kind::integer, tools.problems);
  if (types.rows() > most_nodes)
    tools.problems.fail(types.place(), fmt::format("{} nodes are more than this program can hold", types.rows()));
  if (group_.has(node_id)) {
    ids_ = read_ids_column(group_, node_id, types.rows(), node_type_id, tools);
  } else {
    ids_.resize(types.rows());
    for (std::size_t row = 0; row < ids_.size(); ++row)
      ids_[row] = row;
  }
  for (std::size_t row = 0; row < ids_.size() && ids_are_rows_; ++row)
    ids_are_rows_ = ids_[row] == row;
  rows_ = std::make_unique<IdMap>(ids_);
  if (const std::uint32_t row = rows_->duplicate(); row != IdMap::none)
    tools.problems.error(group_.place(node_id).file.empty() ? Place{} : Place{file_, group_.path + "/" + node_id, row},
                         fmt::format("the node id {} stands there twice", ids_[row]));
}

void NodePopulation::read_types(Tools tools) {
  const auto ids = read_ids_column(group_, node_type_id, ids_.size(), node_id, tools);
  type_.reserve(ids.size());
  for (const std::uint64_t id : ids) {
    const auto row = types_.row_of(id);
    if (!row)
      tools.problems.fail({file_, group_.path + "/" + node_type_id, type_.size()},
                          fmt::format("the node type {} has no row in {}", id, types_.file().string()));
    type_.push_back(*row);
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

void NodePopulation::read_kinds(Tools tools) {
  // Texts and parameters that stand in the HDF5 groups instead of the csv, per group and row there.
  struct Own {
    std::vector<std::pair<std::string, std::vector<std::string>>> texts;
    std::vector<std::pair<std::string, std::vector<double>>> params;
  };
  std::vector<Own> own(groups_.count());
  bool any = false;
  for (std::size_t g = 0; g < groups_.count(); ++g) {
    const Group& group = groups_[g].group;
    for (const char* column : text_columns)
      if (group.has_column(column))
        own[g].texts.emplace_back(column, read_words(group, column, tools));
    if (group.has_group(dynamics_params)) {
      const Group params = group.open(dynamics_params, tools.problems);
      for (const std::string& name : params.children())
        own[g].params.emplace_back(name, Dataset::open(params, name, Dataset::Kind::real, tools.problems)
                                             .reals(tools.pool, tools.task, tools.problems));
    }
    for (const auto& [name, values] : own[g].params)
      if (groups_[g].rows && values.size() < *groups_[g].rows)
        tools.problems.fail(group.place(std::string(dynamics_params) + "/" + name),
                            fmt::format("has {} rows where its group has {}", values.size(), *groups_[g].rows));
    any = any || !own[g].texts.empty() || !own[g].params.empty();
  }
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
    std::string key = std::to_string(kind.type);
    const Own& group = own[group_of_row_[row]];
    const std::uint64_t at = row_in_group_[row];
    for (const auto& [name, values] : group.texts)
      if (at < values.size()) {
        kind.texts.emplace_back(name, values[at]);
        key += '\n' + name + '=' + values[at];
      }
    for (const auto& [name, values] : group.params)
      if (at < values.size()) {
        kind.dynamics_params.emplace_back(name, values[at]);
        key += fmt::format("\n{}:{}", name, values[at]);
      }
    const auto [entry, fresh] = known.emplace(key, static_cast<std::uint32_t>(kinds_.size()));
    if (fresh)
      kinds_.push_back(std::move(kind));
    kind_of_row_[row] = entry->second;
  }
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
  std::vector<std::vector<double>> values(groups_.count());
  for (std::size_t g = 0; g < groups_.count(); ++g)
    if (groups_[g].group.has(column))
      values[g] = Dataset::open(groups_[g].group, column, Dataset::Kind::real, tools.problems)
                      .reals(tools.pool, tools.task, tools.problems);
  std::vector<std::optional<double>> of_type(types_.rows());
  for (std::uint32_t type = 0; type < types_.rows(); ++type)
    of_type[type] = types_.number(type, column);
  for (std::uint32_t row = 0; row < size(); ++row) {
    const std::vector<double>* mine = groups_.count() > 0 ? &values[group_of_row_[row]] : nullptr;
    if (mine != nullptr && row_in_group_[row] < mine->size())
      result[row] = (*mine)[row_in_group_[row]];
    else if (of_type[type_[row]])
      result[row] = *of_type[type_[row]];
  }
  return result;
}

Place NodePopulation::column_place(const std::string& column, std::optional<std::uint64_t> row) const {
  const std::string in = groups_.count() == 1 ? fmt::format("/{}/", groups_[0].id) : "/";
  return {file_, group_.path + in + column, row};
}

} // namespace striate::sonata
