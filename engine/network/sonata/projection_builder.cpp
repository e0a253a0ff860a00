#include "engine/network/sonata/projection_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace striate::sonata {

namespace {

/// An edge while the row it belongs to is sorted. The key orders by slot, delay and target.
struct Entry {
  std::uint64_t key;
  double weight;
};

std::uint64_t key_of(std::uint16_t route, std::uint32_t target) {
  return std::uint64_t{route} << 32 | target;
}

std::uint16_t route_of(const SynapseRule& rule, bool delayed) {
  return static_cast<std::uint16_t>(rule.slot << 8 | (delayed ? rule.delay_steps : 0));
}

/// The edges by source, in file order within a source.
struct BySource {
  std::vector<std::uint64_t> row; ///< [sources + 1]
  std::vector<Entry> entries;
};

BySource sort_by_source(EdgeList& rows, const std::vector<std::uint16_t>& route, std::uint32_t sources, Tools tools) {
  const auto parts = static_cast<std::size_t>(tools.pool.size());
  const auto border = [&](std::size_t part) { return rows.size() * part / parts; };
  const auto kept = [&](std::size_t edge) {
    return rows.target[edge] != EdgeList::none && rows.source[edge] != EdgeList::none &&
           rows.kind[edge] != EdgeList::none;
  };
  std::vector<std::vector<std::uint64_t>> place(parts, std::vector<std::uint64_t>(sources));
  tools.pool.run([&](int index) {
    const auto part = static_cast<std::size_t>(index);
    for (std::size_t edge = border(part); edge < border(part + 1); ++edge)
      if (kept(edge))
        ++place[part][rows.source[edge]];
  });
  tools.task.check();
  BySource result;
  result.row.resize(std::size_t{sources} + 1);
  std::uint64_t edges = 0;
  for (std::size_t source = 0; source < sources; ++source) {
    result.row[source] = edges;
    for (auto& part : place) {
      const std::uint64_t count = part[source];
      part[source] = edges;
      edges += count;
    }
  }
  result.row[sources] = edges;
  result.entries.resize(edges);
  tools.pool.run([&](int index) {
    const auto part = static_cast<std::size_t>(index);
    for (std::size_t edge = border(part); edge < border(part + 1); ++edge)
      if (kept(edge))
        result.entries[place[part][rows.source[edge]]++] = {key_of(route[rows.kind[edge]], rows.target[edge]),
                                                            rows.weight[edge]};
  });
  tools.task.check();
  rows = {};
  return result;
}

/// Sorts one row and adds up equal edges; answers how many are left.
std::size_t settle_row(std::span<Entry> row, bool merge) {
  std::ranges::stable_sort(row, {}, &Entry::key);
  if (!merge || row.empty())
    return row.size();
  std::size_t last = 0;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].key == row[last].key)
      row[last].weight += row[i].weight;
    else
      row[++last] = row[i];
  }
  return last + 1;
}

} // namespace

Projection build_projection(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                            Tools tools) {
  std::vector<std::uint16_t> route;
  for (const SynapseRule& rule : rules)
    route.push_back(route_of(rule, shape.delayed));
  BySource sorted = sort_by_source(rows, route, shape.sources, tools);
  std::vector<std::uint64_t> left(shape.sources);
  tools.pool.for_blocks(shape.sources, 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t source = begin; source < end && !tools.task.cancel_asked(); ++source)
      left[source] =
          settle_row(std::span(sorted.entries).subspan(sorted.row[source], sorted.row[source + 1] - sorted.row[source]),
                     shape.merge_equal_pairs);
  });
  tools.task.check();

  Projection result;
  result.source_count = shape.sources;
  result.target_count = shape.targets;
  std::vector<std::uint64_t> start(shape.sources);
  std::uint64_t edges = 0;
  if (shape.sources > 0)
    result.row_run.reserve(std::size_t{shape.sources} + 1);
  for (std::size_t source = 0; source < shape.sources; ++source) {
    start[source] = edges;
    result.row_run.push_back(result.runs.size());
    const Entry* entry = sorted.entries.data() + sorted.row[source];
    for (std::uint64_t i = 0; i < left[source]; ++i)
      if (i == 0 || entry[i].key >> 32 != entry[i - 1].key >> 32)
        result.runs.push_back(
            {edges + i, static_cast<std::uint8_t>(entry[i].key >> 32), static_cast<std::uint8_t>(entry[i].key >> 40)});
    edges += left[source];
  }
  if (shape.sources > 0)
    result.row_run.push_back(result.runs.size());
  result.runs.push_back({edges, 0, 0});
  result.target.resize(edges);
  result.weight.resize(edges);
  tools.pool.for_blocks(shape.sources, 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t source = begin; source < end; ++source) {
      const Entry* entry = sorted.entries.data() + sorted.row[source];
      for (std::uint64_t i = 0; i < left[source]; ++i) {
        result.target[start[source] + i] = static_cast<std::uint32_t>(entry[i].key);
        result.weight[start[source] + i] = static_cast<float>(entry[i].weight);
      }
    }
  });
  return result;
}

BackgroundProjection build_background(EdgeList& rows, std::uint32_t sources, std::uint32_t targets, const Place& place,
                                      Tools tools) {
  if (sources > std::numeric_limits<std::uint8_t>::max() + 1u)
    tools.problems.fail(place, fmt::format("has {} sources of background; up to 256 are supported", sources));
  BackgroundProjection result;
  result.source_count = sources;
  result.row_start.assign(std::size_t{targets} + 1, 0);
  std::vector<std::uint32_t> order;
  for (std::uint32_t edge = 0; edge < rows.size(); ++edge)
    if (rows.target[edge] != EdgeList::none && rows.source[edge] != EdgeList::none) {
      order.push_back(edge);
      ++result.row_start[std::size_t{rows.target[edge]} + 1];
    }
  for (std::size_t target = 0; target < targets; ++target)
    result.row_start[target + 1] += result.row_start[target];
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return rows.target[a] != rows.target[b] ? rows.target[a] < rows.target[b] : rows.source[a] < rows.source[b];
  });
  for (const std::uint32_t edge : order) {
    result.source.push_back(static_cast<std::uint8_t>(rows.source[edge]));
    result.weight.push_back(static_cast<float>(rows.weight[edge]));
  }
  rows = {};
  return result;
}

} // namespace striate::sonata
