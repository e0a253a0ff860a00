// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/column_layout.h"

#include <algorithm>
#include <atomic>

namespace striate {

namespace {

/// Numbers of (slot, delay, target) in this order.
struct Places {
  std::size_t targets, delays;

  std::size_t count() const { return SynapseConstants::slots * delays * targets; }
  std::size_t first_of(const EdgeRun& run) const { return (run.slot * delays + run.delay) * targets; }
};

} // namespace

ColumnLayout::ColumnLayout(const Projection& projection, std::uint32_t neurons, std::uint32_t block_columns,
                           ThreadPool& pool)
    : column(projection.edge_count()) {
  const std::vector<std::uint32_t> column_of = number_columns(projection, neurons, pool);
  const Places places{neurons, static_cast<std::size_t>(projection.max_delay()) + 1};
  pool.for_blocks(projection.runs.empty() ? 0 : projection.runs.size() - 1, 4096,
                  [&](std::size_t begin, std::size_t end) {
                    for (std::size_t run = begin; run < end; ++run) {
                      const std::uint32_t* of_run = column_of.data() + places.first_of(projection.runs[run]);
                      for (std::uint64_t e = projection.runs[run].begin; e < projection.runs[run + 1].begin; ++e)
                        column[e] = of_run[projection.target[e]];
                    }
                  });
  cut_rows(projection, neurons, block_columns);
}

/// Finds the columns that occur; returns the number of each place.
std::vector<std::uint32_t> ColumnLayout::number_columns(const Projection& projection, std::uint32_t neurons,
                                                        ThreadPool& pool) {
  const Places places{neurons, static_cast<std::size_t>(projection.max_delay()) + 1};
  std::vector<std::uint32_t> column_of(places.count());
  pool.for_blocks(projection.runs.empty() ? 0 : projection.runs.size() - 1, 4096,
                  [&](std::size_t begin, std::size_t end) {
                    for (std::size_t run = begin; run < end; ++run) {
                      std::uint32_t* of_run = column_of.data() + places.first_of(projection.runs[run]);
                      for (std::uint64_t e = projection.runs[run].begin; e < projection.runs[run + 1].begin; ++e)
                        std::atomic_ref(of_run[projection.target[e]]).store(1, std::memory_order_relaxed);
                    }
                  });
  target_start.assign(places.targets + 1, 0);
  for (std::size_t place = 0; place < places.count(); ++place)
    target_start[place % places.targets + 1] += column_of[place];
  for (std::size_t target = 0; target < places.targets; ++target)
    target_start[target + 1] += target_start[target];
  of_target.resize(target_start.back());
  std::vector<std::uint32_t> next(target_start.begin(), target_start.end() - 1);
  for (std::size_t place = 0; place < places.count(); ++place) {
    if (column_of[place] == 0)
      continue;
    column_of[place] = columns++;
    const std::size_t kind = place / places.targets;
    of_target[next[place % places.targets]++] = {column_of[place], static_cast<std::uint8_t>(kind / places.delays),
                                                 static_cast<std::uint8_t>(kind % places.delays)};
  }
  return column_of;
}

void ColumnLayout::cut_rows(const Projection& projection, std::uint32_t neurons, std::uint32_t block_columns) {
  // Last column of each block; a block has columns of one slot.
  std::vector<std::uint8_t> slot_of(columns);
  for (const ColumnOfTarget& of : of_target)
    slot_of[of.column] = of.slot;
  std::vector<std::uint32_t> block_of(columns);
  std::uint32_t block = 0;
  for (std::uint32_t c = 0, first = 0; c < columns; ++c) {
    if (c > 0 && (slot_of[c] != slot_of[c - 1] || c - first >= block_columns)) {
      first = c;
      ++block;
    }
    block_of[c] = block;
  }
  struct InBlock {
    std::uint32_t block;
    RowPart part;
  };
  std::vector<std::vector<InBlock>> found;
  for (std::uint32_t source = 0; source < neurons; ++source) {
    const bool silent = projection.row_run.empty();
    std::uint64_t e = silent ? 0 : projection.runs[projection.row_run[source]].begin;
    const std::uint64_t end = silent ? 0 : projection.runs[projection.row_run[source + 1]].begin;
    std::size_t round = 0;
    do {
      std::uint64_t last = e;
      while (last < end && block_of[column[last]] == block_of[column[e]])
        ++last;
      if (found.size() == round)
        found.emplace_back();
      found[round].push_back({e < end ? block_of[column[e]] : 0u,
                              {e, static_cast<std::uint32_t>(last - e), source, round == 0, last == end}});
      ++round;
      e = last;
    } while (e < end);
  }
  for (auto& round : found) {
    std::stable_sort(round.begin(), round.end(), [](const InBlock& a, const InBlock& b) { return a.block < b.block; });
    rounds.emplace_back();
    for (const InBlock& one : round)
      rounds.back().push_back(one.part);
  }
}

} // namespace striate
