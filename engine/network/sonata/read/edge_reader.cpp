// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/edge_reader.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/edge_properties.h"

#include <fmt/format.h>

#include <limits>
#include <unistd.h>

namespace striate::sonata {

namespace {

/// Bytes per row while a projection is read and sorted.
constexpr double bytes_per_row = 48.0;

void check_memory(const Dataset& column, std::size_t present, Problems& problems) {
  const std::uint64_t rows = column.rows() + present;
  if (rows > std::numeric_limits<std::uint32_t>::max() - 1u)
    problems.fail(column.place(), fmt::format("{} edges exceed the maximum of 4294967294", rows));
  const double machine = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  const double needed = static_cast<double>(rows) * bytes_per_row;
  if (needed > machine)
    problems.fail(column.place(), fmt::format("{} edges need {:.1f} GB of memory; this machine has {:.1f} GB", rows,
                                              needed * 1e-9, machine * 1e-9));
}

/// Reads one of the two id columns as indices of the network.
void read_end(const Dataset& column, const EdgeEnd& end, std::vector<std::uint32_t>& to, std::size_t offset,
              Tools tools) {
  to.resize(offset + column.rows());
  std::uint64_t wrong = 0;
  Place first;
  std::uint64_t first_id = 0;
  column.for_slabs(tools.pool, tools.task, tools.problems,
                   [&](std::uint64_t begin, std::span<const std::uint64_t> ids) {
                     for (std::size_t i = 0; i < ids.size(); ++i) {
                       const std::uint32_t row = end.nodes.row_of(ids[i]);
                       if (row == IdMap::none) {
                         if (wrong++ == 0) {
                           first = column.place(begin + i);
                           first_id = ids[i];
                         }
                         to[offset + begin + i] = EdgeList::none;
                       } else {
                         to[offset + begin + i] = end.index[row];
                       }
                     }
                   });
  if (wrong > 0)
    tools.problems.error(first, fmt::format("the node id {} is not in the population {}; {} rows name missing nodes",
                                            first_id, end.nodes.name(), wrong));
}

void read_types(const Dataset& column, const TypesTable& types, std::uint32_t first_kind,
                std::vector<std::uint32_t>& to, std::size_t offset, Tools tools) {
  to.resize(offset + column.rows());
  std::vector<std::uint64_t> ids;
  for (std::uint32_t row = 0; row < types.rows(); ++row)
    ids.push_back(types.id(row));
  const IdMap map(ids);
  std::uint64_t wrong = 0;
  Place first;
  std::uint64_t first_id = 0;
  column.for_slabs(tools.pool, tools.task, tools.problems,
                   [&](std::uint64_t begin, std::span<const std::uint64_t> values) {
                     for (std::size_t i = 0; i < values.size(); ++i) {
                       const std::uint32_t row = map.row(values[i]);
                       if (row == IdMap::none && wrong++ == 0) {
                         first = column.place(begin + i);
                         first_id = values[i];
                       }
                       to[offset + begin + i] = row == IdMap::none ? EdgeList::none : first_kind + row;
                     }
                   });
  if (wrong > 0)
    tools.problems.error(first, fmt::format("the edge type {} {}; {} rows have such types", first_id,
                                            types.missing_row(first_id), wrong));
}

} // namespace

void read_edges(const Group& edges, TypesTable types, EdgeEnd source, EdgeEnd target, Tools tools, EdgeKinds& kinds,
                EdgeList& rows, ProgressShare progress) {
  const auto advance = [&](double done) { tools.task.advance(progress.from + done * (progress.to - progress.from)); };
  const auto open = [&](const char* name) {
    return Dataset::open(edges, name, Dataset::Kind::integer, tools.problems);
  };
  const Dataset targets = open(target_node_id);
  const Dataset sources = open(source_node_id);
  const auto check_rows = [&](const Dataset& column) {
    if (column.rows() != targets.rows())
      tools.problems.fail(column.place(),
                          fmt::format("has {} rows where {} has {}", column.rows(), target_node_id, targets.rows()));
  };
  check_rows(sources);
  const std::size_t offset = rows.size();
  check_memory(targets, offset, tools.problems);
  const EdgeProperties properties(edges, targets.rows(), tools);
  advance(0.2);

  const std::size_t table = kinds.table_count();
  const std::uint32_t first_kind = kinds.add_table(std::move(types));
  read_end(targets, target, rows.target, offset, tools);
  advance(0.35);
  read_end(sources, source, rows.source, offset, tools);
  advance(0.5);
  if (kinds.table(table).is_none()) {
    rows.kind.resize(offset + targets.rows(), first_kind);
  } else {
    const Dataset type_ids = open(edge_type_id);
    check_rows(type_ids);
    read_types(type_ids, kinds.table(table), first_kind, rows.kind, offset, tools);
  }
  advance(0.6);
  const std::span kind = std::span(rows.kind).subspan(offset);
  properties.apply_own_kinds(kinds, table, kind, tools);
  if (properties.has_delays() || !rows.delay_ms.empty())
    rows.delay_ms.resize(rows.size(), std::numeric_limits<double>::quiet_NaN());
  if (properties.has_delays())
    properties.read_delays(std::span(rows.delay_ms).subspan(offset), kinds.short_delays(), tools);
  rows.weight.resize(offset + targets.rows());
  const std::span weight = std::span(rows.weight).subspan(offset);
  properties.read_weights(kinds, kind, weight, tools);
  advance(0.9);
  rows.synapses += properties.multiply(kinds, kind, std::span(rows.target).subspan(offset),
                                       std::span(rows.source).subspan(offset), weight, tools);
  advance(1.0);
}

} // namespace striate::sonata
