// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/transpose.h"

#include <algorithm>

namespace striate {

namespace {

/// The blocks in as many contiguous groups as there are threads, about equally many edges in each.
std::vector<std::size_t> split_by_edges(const std::vector<TargetBlock>& blocks, std::size_t parts) {
  std::uint64_t total = 0;
  for (const TargetBlock& block : blocks)
    total += block.source.size();
  std::vector<std::size_t> border = {0};
  std::uint64_t seen = 0;
  std::size_t index = 0;
  for (std::size_t part = 1; part <= parts; ++part) {
    while (index < blocks.size() && (part == parts || seen * parts < total * part))
      seen += blocks[index++].source.size();
    border.push_back(index);
  }
  return border;
}

/// Calls visit(bucket, target, edge) for all edges of a block. Bucket = source and delay: one run of the result.
template <typename Visit>
void for_edges(const TargetBlock& block, std::uint32_t first_target, const RunRule& rule, std::size_t delays,
               Visit visit) {
  std::size_t edge = 0;
  for (std::size_t local = 0; local < block.edges_per_target.size(); ++local) {
    const auto target = first_target + static_cast<std::uint32_t>(local);
    const std::uint8_t target_class = rule.target_class[target];
    for (const std::size_t end = edge + block.edges_per_target[local]; edge < end; ++edge) {
      const std::uint32_t source = block.source[edge];
      visit(source * delays + rule.delay[rule.source_slot[source]][target_class], target, edge);
    }
  }
}

} // namespace

Projection transpose(Workshop workshop, std::vector<TargetBlock>& blocks, const RunRule& rule) {
  std::size_t delays = 1;
  for (const auto& row : rule.delay)
    for (const std::uint8_t delay : row)
      delays = std::max<std::size_t>(delays, delay + 1u);
  const std::size_t sources = rule.source_slot.size();
  const auto parts = static_cast<std::size_t>(workshop.pool.size());
  const std::vector<std::size_t> border = split_by_edges(blocks, parts);

  // place[part][bucket]: first the number of edges, then where this part writes its next one.
  std::vector<std::vector<std::uint64_t>> place(parts, std::vector<std::uint64_t>(sources * delays));
  workshop.pool.run([&](int part) {
    auto& mine = place[static_cast<std::size_t>(part)];
    for (std::size_t b = border[static_cast<std::size_t>(part)]; b < border[static_cast<std::size_t>(part) + 1]; ++b) {
      if (workshop.task.cancel_asked())
        return;
      for_edges(blocks[b], static_cast<std::uint32_t>(b) * block_targets, rule, delays,
                [&](std::size_t bucket, std::uint32_t, std::size_t) { ++mine[bucket]; });
    }
  });
  workshop.task.check();

  Projection result;
  result.source_count = static_cast<std::uint32_t>(sources);
  result.target_count = static_cast<std::uint32_t>(rule.target_class.size());
  if (sources > 0)
    result.row_run.reserve(sources + 1);
  std::uint64_t edges = 0;
  for (std::size_t source = 0; source < sources; ++source) {
    result.row_run.push_back(result.runs.size());
    for (std::size_t delay = 0; delay < delays; ++delay) {
      const std::uint64_t begin = edges;
      for (auto& part : place) {
        const std::uint64_t count = part[source * delays + delay];
        part[source * delays + delay] = edges;
        edges += count;
      }
      if (edges > begin)
        result.runs.push_back({begin, static_cast<std::uint8_t>(delay), rule.source_slot[source]});
    }
  }
  if (sources > 0)
    result.row_run.push_back(result.runs.size());
  result.runs.push_back({edges, 0, 0});
  result.target.resize(edges);
  result.weight.resize(edges);

  workshop.pool.run([&](int part) {
    auto& mine = place[static_cast<std::size_t>(part)];
    for (std::size_t b = border[static_cast<std::size_t>(part)]; b < border[static_cast<std::size_t>(part) + 1]; ++b) {
      if (workshop.task.cancel_asked())
        return;
      TargetBlock& block = blocks[b];
      for_edges(block, static_cast<std::uint32_t>(b) * block_targets, rule, delays,
                [&](std::size_t bucket, std::uint32_t target, std::size_t edge) {
                  const std::uint64_t to = mine[bucket]++;
                  result.target[to] = target;
                  result.weight[to] = block.weight[edge];
                });
      block = {};
    }
  });
  workshop.task.check();
  return result;
}

} // namespace striate
