// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/projection_builder.h"

#include "engine/network/sonata/read/edge_delays.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace striate::sonata {

namespace {

/// An edge while the row it belongs to is sorted. The key orders by slot, delay and target.
struct Entry {
  std::uint64_t key;
  double weight;

  bool before(const Entry& other) const { return key < other.key; }
  bool joins(const Entry& other) const { return key == other.key; }
};

/// One that keeps its own delay.
struct TimedEntry {
  std::uint64_t key;
  double weight;
  double delay_ms;

  bool before(const TimedEntry& other) const { return std::tie(key, delay_ms) < std::tie(other.key, other.delay_ms); }
  bool joins(const TimedEntry& other) const { return key == other.key && delay_ms == other.delay_ms; }
};

std::uint64_t key_of(std::uint16_t route, std::uint32_t target) {
  return std::uint64_t{route} << 32 | target;
}

/// The edges by source, in file order within a source.
template <typename Kept>
struct BySource {
  std::vector<std::uint64_t> row; ///< [sources + 1]
  std::vector<Kept> entries;
};

template <typename Kept>
BySource<Kept> sort_by_source(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                              Tools tools) {
  const std::uint32_t sources = shape.sources;
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
  const auto entry_of = [&](std::size_t edge) {
    const double delay_ms = delay_of(rows, rules, edge);
    const auto route =
        static_cast<std::uint16_t>(rules[rows.kind[edge]].slot << 8 | (shape.delayed ? basis4_steps(delay_ms) : 0));
    Kept entry{};
    entry.key = key_of(route, rows.target[edge]);
    entry.weight = rows.weight[edge];
    if constexpr (std::is_same_v<Kept, TimedEntry>)
      entry.delay_ms = delay_ms;
    return entry;
  };
  BySource<Kept> result;
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
        result.entries[place[part][rows.source[edge]]++] = entry_of(edge);
  });
  tools.task.check();
  rows = {};
  return result;
}

/// Sorts one row and adds up equal edges; answers how many are left.
template <typename Kept>
std::size_t settle_row(std::span<Kept> row, bool merge) {
  std::ranges::stable_sort(row, [](const Kept& a, const Kept& b) { return a.before(b); });
  if (!merge || row.empty())
    return row.size();
  std::size_t last = 0;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].joins(row[last]))
      row[last].weight += row[i].weight;
    else
      row[++last] = row[i];
  }
  return last + 1;
}

template <typename Kept>
Projection build(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape, Tools tools) {
  BySource<Kept> sorted = sort_by_source<Kept>(rows, rules, shape, tools);
  std::vector<std::uint64_t> left(shape.sources);
  tools.pool.for_blocks(shape.sources, 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t source = begin; source < end && !tools.task.cancel_asked(); ++source)
      left[source] = settle_row<Kept>(
          std::span(sorted.entries).subspan(sorted.row[source], sorted.row[source + 1] - sorted.row[source]),
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
    const Kept* entry = sorted.entries.data() + sorted.row[source];
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
  if constexpr (std::is_same_v<Kept, TimedEntry>)
    result.delay_ms.resize(edges);
  tools.pool.for_blocks(shape.sources, 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t source = begin; source < end; ++source) {
      const Kept* entry = sorted.entries.data() + sorted.row[source];
      for (std::uint64_t i = 0; i < left[source]; ++i) {
        result.target[start[source] + i] = static_cast<std::uint32_t>(entry[i].key);
        result.weight[start[source] + i] = static_cast<float>(entry[i].weight);
        if constexpr (std::is_same_v<Kept, TimedEntry>)
          result.delay_ms[start[source] + i] = entry[i].delay_ms;
      }
    }
  });
  return result;
}

} // namespace

Projection build_projection(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                            Tools tools) {
  return shape.own_delays ? build<TimedEntry>(rows, rules, shape, tools) : build<Entry>(rows, rules, shape, tools);
}

BackgroundProjection build_background(EdgeList& rows, std::span<const SynapseRule> rules, const ProjectionShape& shape,
                                      const Place& place, Tools tools) {
  const auto [sources, targets] = std::pair(shape.sources, shape.targets);
  if (sources > std::numeric_limits<std::uint8_t>::max() + 1u)
    tools.problems.fail(place, fmt::format("has {} background sources; at most 256 are supported", sources));
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
    if (shape.own_delays)
      result.delay_ms.push_back(delay_of(rows, rules, edge));
  }
  rows = {};
  return result;
}

} // namespace striate::sonata
