// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/background_block.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <array>
#include <utility>

namespace striate {

namespace {

constexpr std::size_t block_steps = BackgroundAhead::steps;
constexpr std::uint32_t tile = 8; ///< neurons whose sums are turned from rows by neuron to rows by step at once
static_assert(block_steps == 8 && tile == block_steps);

/// One number for each step of a block, or for each neuron of a tile.
using Lanes = float __attribute__((vector_size(block_steps * sizeof(float))));
using Order = std::int32_t __attribute__((vector_size(block_steps * sizeof(float))));

/// Exchanges rows and columns of eight by eight numbers, in three rounds that merge pairs of rows.
[[gnu::always_inline]] inline void transpose(std::array<Lanes, tile>& rows) {
  constexpr Order low{0, 8, 1, 9, 2, 10, 3, 11}, high{4, 12, 5, 13, 6, 14, 7, 15};
  for (int round = 0; round < 3; ++round) {
    const std::array<Lanes, tile> before = rows;
    for (std::size_t k = 0; k < tile / 2; ++k) {
      rows[2 * k] = __builtin_shuffle(before[k], before[k + tile / 2], low);
      rows[2 * k + 1] = __builtin_shuffle(before[k], before[k + tile / 2], high);
    }
  }
}

/// The neurons [begin, end); sums: [step][stride], of `begin` first.
STRIATE_SIMD void sum_range(const std::uint32_t* row_start, const std::uint8_t* source, const float* weight,
                            const Lanes* amounts, std::uint32_t begin, std::uint32_t end, std::size_t stride,
                            float* sums) {
  for (std::uint32_t first = begin; first < end; first += tile) {
    std::array<Lanes, tile> rows{};
    for (std::uint32_t i = 0; i < std::min(tile, end - first); ++i) {
      Lanes sum{};
      for (std::uint32_t edge = row_start[first + i]; edge < row_start[first + i + 1]; ++edge)
        sum += weight[edge] * amounts[source[edge]];
      rows[i] = sum;
    }
    transpose(rows);
    for (std::size_t step = 0; step < block_steps; ++step)
      *reinterpret_cast<Lanes*>(sums + step * stride + (first - begin)) = rows[step];
  }
}

STRIATE_SIMD void add_row(const float* __restrict row, std::size_t count, float* __restrict plane) {
  for (std::size_t i = 0; i < count; ++i)
    plane[i] += row[i];
}

} // namespace

BackgroundAhead::BackgroundAhead(BackgroundCounts counts)
    : counts_(std::move(counts)), amounts_(block_steps * counts_.sources()) {}

void BackgroundAhead::look_at(std::int64_t step) {
  is_new_ = step < first_ || step >= first_ + static_cast<std::int64_t>(length_);
  if (is_new_) {
    first_ = step;
    length_ = block_steps;
    for (std::size_t k = 0; k < block_steps; ++k) {
      const auto drawn = counts_.amounts(step + static_cast<std::int64_t>(k));
      for (std::size_t source = 0; source < drawn.size(); ++source)
        amounts_[source * block_steps + k] = drawn[source];
    }
  }
  place_ = static_cast<std::size_t>(step - first_);
}

void BackgroundAhead::give(std::int64_t step, std::span<const std::uint32_t> sources) {
  is_new_ = true;
  first_ = step;
  length_ = 0; // no other call may find it
  place_ = 0;
  std::ranges::fill(amounts_, 0.0f);
  for (const std::uint32_t source : sources)
    amounts_[source * block_steps] += 1.0f;
}

void BackgroundAhead::copy(std::vector<float>& out) const {
  out.resize(counts_.sources());
  for (std::size_t source = 0; source < out.size(); ++source)
    out[source] = amounts_[source * block_steps + place_];
}

BackgroundBlock::BackgroundBlock(std::uint32_t begin, std::uint32_t end)
    : begin_(begin), end_(end), stride_((std::size_t{end} - begin + tile - 1) / tile * tile),
      sums_(block_steps * stride_) {}

void BackgroundBlock::sum(const BackgroundProjection& background, std::span<const float> amounts) {
  sum_range(background.row_start.data(), background.source.data(), background.weight.data(),
            reinterpret_cast<const Lanes*>(amounts.data()), begin_, end_, stride_, sums_.data());
  if (synapses_.empty()) {
    synapses_.resize(amounts.size() / block_steps);
    for (std::uint32_t edge = background.row_start[begin_]; edge < background.row_start[end_]; ++edge)
      ++synapses_[background.source[edge]];
  }
  events_ = {};
  for (std::size_t source = 0; source < synapses_.size(); ++source)
    for (std::size_t step = 0; step < block_steps; ++step)
      if (amounts[source * block_steps + step] != 0.0f)
        events_[step] += synapses_[source];
}

void BackgroundBlock::add(std::size_t place, std::span<float> plane) const {
  add_row(sums_.data() + place * stride_, end_ - begin_, plane.data() + begin_);
}

} // namespace striate
