// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/recurrent_layout.h"

#include "engine/kernels/cell_constants.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace striate {

namespace {

constexpr std::size_t slots = SynapseConstants::slots;

/// Sources per chunk: many rows per block of J, yet enough chunks for all threads.
std::uint32_t chunk_sources(std::uint32_t sources) {
  return std::clamp(sources / 16, 64u, 2048u);
}

} // namespace

RecurrentLayout::RecurrentLayout(const Projection& projection, std::uint32_t block_columns, ThreadPool& pool)
    : projection_(projection) {
  const std::vector<std::uint32_t> column_of = number_columns(pool);
  cut_blocks(std::clamp(block_columns, 1u, most_columns - 256));
  cut_chunks();
  index_.resize(projection.edge_count());
  weight_.resize(projection.edge_count());
  std::vector<std::uint16_t> within(columns_.size());
  for (const Block& block : blocks_)
    for (std::uint32_t column = block.first_column; column < block.end_column; ++column)
      within[column] = static_cast<std::uint16_t>(column - block.first_column);
  const std::size_t delays = static_cast<std::size_t>(projection.max_delay()) + 1;
  pool.for_blocks(chunks_.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      for_stretches(chunks_[c], [&](std::uint64_t place, std::uint64_t edge, std::uint64_t count, std::size_t run) {
        const EdgeRun& kind = projection.runs[run];
        for (std::uint64_t e = 0; e < count; ++e)
          index_[place + e] =
              within[column_of[(kind.slot * std::size_t{projection.target_count} + projection.target[edge + e]) *
                                   delays +
                               kind.delay]];
      });
  });
}

/// Finds the columns that occur; returns the number of each (slot, target, delay).
std::vector<std::uint32_t> RecurrentLayout::number_columns(ThreadPool& pool) {
  const std::size_t targets = projection_.target_count;
  const std::size_t delays = static_cast<std::size_t>(projection_.max_delay()) + 1;
  std::vector<std::uint32_t> column_of(slots * targets * delays);
  pool.for_blocks(projection_.runs.empty() ? 0 : projection_.runs.size() - 1, 4096,
                  [&](std::size_t begin, std::size_t end) {
                    for (std::size_t run = begin; run < end; ++run) {
                      const EdgeRun& kind = projection_.runs[run];
                      std::uint32_t* of_slot = column_of.data() + kind.slot * targets * delays + kind.delay;
                      for (std::uint64_t e = kind.begin; e < projection_.runs[run + 1].begin; ++e)
                        std::atomic_ref(of_slot[projection_.target[e] * delays]).store(1, std::memory_order_relaxed);
                    }
                  });
  for (std::size_t slot = 0; slot < slots; ++slot)
    for (std::size_t target = 0; target < targets; ++target)
      for (std::size_t delay = 0; delay < delays; ++delay) {
        std::uint32_t& number = column_of[(slot * targets + target) * delays + delay];
        if (number == 0)
          continue;
        number = static_cast<std::uint32_t>(columns_.size());
        columns_.push_back(
            {static_cast<std::uint32_t>(target), static_cast<std::uint8_t>(slot), static_cast<std::uint8_t>(delay)});
      }
  return column_of;
}

/// A block holds columns of one slot and all columns of each of its targets.
void RecurrentLayout::cut_blocks(std::uint32_t block_columns) {
  const auto same_target = [&](std::size_t a, std::size_t b) {
    return columns_[a].slot == columns_[b].slot && columns_[a].target == columns_[b].target;
  };
  std::uint32_t first = 0;
  while (first < columns_.size()) {
    std::uint32_t end = first;
    while (end < columns_.size() && columns_[end].slot == columns_[first].slot && end - first < block_columns)
      ++end;
    // Up to 255 delays at a target: pull the cut back to where a target begins.
    while (end < columns_.size() && end > first + 1 && same_target(end - 1, end) && !same_target(first, end))
      --end;
    while (end < columns_.size() && same_target(end - 1, end))
      ++end;
    blocks_.push_back({first, end});
    first = end;
  }
}

/// First edge of a run that ends in this block or a later one of the same slot.
std::uint64_t RecurrentLayout::cut(std::size_t run, std::size_t block) const {
  const auto begin = projection_.target.begin() + static_cast<std::ptrdiff_t>(projection_.runs[run].begin);
  const auto end = projection_.target.begin() + static_cast<std::ptrdiff_t>(projection_.runs[run + 1].begin);
  const std::uint8_t slot = projection_.runs[run].slot;
  if (block == blocks_.size() || columns_[blocks_[block].first_column].slot > slot)
    return projection_.runs[run + 1].begin;
  if (columns_[blocks_[block].first_column].slot < slot)
    return projection_.runs[run].begin;
  return static_cast<std::uint64_t>(std::lower_bound(begin, end, columns_[blocks_[block].first_column].target) -
                                    projection_.target.begin());
}

void RecurrentLayout::cut_chunks() {
  const std::uint32_t sources = projection_.row_run.empty() ? 0 : projection_.source_count;
  const std::uint32_t size = chunk_sources(sources);
  std::uint64_t place = 0;
  for (std::uint32_t first = 0; first < sources; first += size) {
    Chunk chunk{first, std::min(sources, first + size), {}};
    std::array<bool, slots> present{};
    for (std::size_t run = projection_.row_run[first]; run < projection_.row_run[chunk.end_source]; ++run)
      present[projection_.runs[run].slot] = true;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      if (!present[columns_[blocks_[block].first_column].slot])
        continue;
      chunk.visits.push_back({block, starts_.size()});
      for (std::uint32_t source = first; source < chunk.end_source; ++source) {
        starts_.push_back(place);
        for (std::size_t run = projection_.row_run[source]; run < projection_.row_run[source + 1]; ++run)
          place += cut(run, block + 1) - cut(run, block);
      }
    }
    chunks_.push_back(std::move(chunk));
  }
  starts_.push_back(place);
}

template <typename Work>
void RecurrentLayout::for_stretches(const Chunk& chunk, Work&& work) const {
  for (const Visit& visit : chunk.visits)
    for (std::uint32_t source = chunk.first_source; source < chunk.end_source; ++source) {
      std::uint64_t place = starts_[visit.segments + (source - chunk.first_source)];
      if (place == starts_[visit.segments + (source - chunk.first_source) + 1])
        continue;
      for (std::size_t run = projection_.row_run[source]; run < projection_.row_run[source + 1]; ++run) {
        const std::uint64_t edge = cut(run, visit.block);
        const std::uint64_t count = cut(run, visit.block + 1) - edge;
        if (count != 0)
          work(place, edge, count, run);
        place += count;
      }
    }
}

void RecurrentLayout::set_weights(std::span<const float> weight, ThreadPool& pool) {
  pool.for_blocks(chunks_.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      for_stretches(chunks_[c], [&](std::uint64_t place, std::uint64_t edge, std::uint64_t count, std::size_t) {
        std::copy_n(weight.data() + edge, count, weight_.data() + place);
      });
  });
}

template <typename Real>
void RecurrentLayout::restore_order(std::span<const Real> from, std::span<Real> to, ThreadPool& pool) const {
  pool.for_blocks(chunks_.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      for_stretches(chunks_[c], [&](std::uint64_t place, std::uint64_t edge, std::uint64_t count, std::size_t) {
        std::copy_n(from.data() + place, count, to.data() + edge);
      });
  });
}

template void RecurrentLayout::restore_order<float>(std::span<const float>, std::span<float>, ThreadPool&) const;
template void RecurrentLayout::restore_order<double>(std::span<const double>, std::span<double>, ThreadPool&) const;

} // namespace striate
