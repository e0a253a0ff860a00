// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/step_filter.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <bit>

namespace striate {

namespace {

STRIATE_SIMD void add_product(const float* __restrict response, const float* __restrict change,
                              float* __restrict output) {
  for (int l = 0; l < lines_per_block; ++l)
    output[l] += response[l] * change[l];
}

/// What one change contributes to `count` frames in a row (a term of docs/model/lgn.md#eq-16), whose ages (and rows of
/// the response) follow each other.
STRIATE_SIMD void add_to_some(const float* __restrict responses, const float* __restrict change,
                              float* __restrict outputs, int count) {
  for (int b = 0; b < count; ++b)
    for (int l = 0; l < lines_per_block; ++l)
      outputs[b * lines_per_block + l] += responses[b * lines_per_block + l] * change[l];
}

/// Eight lines; the compiler cuts it into what the machine has. Spelled out so that sums stay in registers: with wider
/// ones AVX2 has too few.
using Eight = float __attribute__((vector_size(32), aligned(alignof(float)), may_alias));
constexpr int strip = 8;

[[gnu::always_inline]] inline Eight& eight(float* at) {
  return *reinterpret_cast<Eight*>(at);
}
[[gnu::always_inline]] inline const Eight& eight(const float* at) {
  return *reinterpret_cast<const Eight*>(at);
}

/// What the changes of 4 * fours frames in a row, the first at `changes`, contribute to all frames of a group; response
/// is the row of the first change at the first frame. Every output and every row of the response is fetched once for
/// several changes.
template <int group>
STRIATE_SIMD void add_fours(const float* __restrict response, const float* __restrict changes,
                            float* __restrict outputs, int fours) {
  constexpr int part = 8; // outputs at once
  for (int s = 0; s < lines_per_block; s += strip)
    for (int b = 0; b < group; b += part) {
      Eight sum[part];
      for (int o = 0; o < part; ++o)
        sum[o] = eight(outputs + (b + o) * lines_per_block + s);
      for (int f = 0; f < fours; ++f) {
        const float* change = changes + 4 * f * lines_per_block + s;
        const float* row = response + (b - 4 * f - 3) * lines_per_block + s;
        for (int o = 0; o < part; ++o)
          sum[o] += (eight(row + o * lines_per_block) * eight(change + 3 * lines_per_block) +
                     eight(row + (o + 1) * lines_per_block) * eight(change + 2 * lines_per_block)) +
                    (eight(row + (o + 2) * lines_per_block) * eight(change + lines_per_block) +
                     eight(row + (o + 3) * lines_per_block) * eight(change));
      }
      for (int o = 0; o < part; ++o)
        eight(outputs + (b + o) * lines_per_block + s) = sum[o];
    }
}

/// change = input - seen, seen += change: the rounding of a change is made good by the next one. Returns whether any
/// line changed.
STRIATE_SIMD bool difference(const float* input, float* seen, float* change) {
  std::uint32_t any = 0;
  for (int l = 0; l < lines_per_block; ++l) {
    change[l] = input[l] - seen[l];
    seen[l] += change[l];
    any |= change[l] != 0.0f ? 1u : 0u;
  }
  return any != 0;
}

STRIATE_SIMD void add_rows(const float* from, float* to) {
  for (int l = 0; l < lines_per_block; ++l)
    to[l] += from[l];
}

} // namespace

StepFilter::StepFilter(const FilterBank& bank) : blocks_(bank.blocks()) {}

void StepFilter::settle(const FilterBank::Block& block, std::int64_t from, BlockState& state) {
  while (!state.recent.empty() && from - (state.recent.front().first + group - 1) > block.last) {
    const Changes& old = state.recent.front();
    for (std::uint32_t left = old.frames; left != 0; left &= left - 1)
      add_rows(old.changes.data() + std::countr_zero(left) * lines_per_block, state.settled.data());
    state.recent.pop_front();
    if (state.recent.empty() && std::ranges::all_of(state.seen, [](float value) { return value == 0.0f; }))
      state.settled = {}; // the screen is gray again: what is left of the sum is rounding
  }
}

void StepFilter::add_changes(const FilterBank::Block& block, const Changes& old, std::int64_t from, float* pending) {
  // The change of frame first + j is of age from - first - j at the group's first frame; ages beyond the last lag read
  // the rows that repeat the end of the response.
  int j = 0;
  while (j < group) {
    const auto age = static_cast<int>(from - old.first) - j;
    const int in_a_row = std::countr_one(old.frames >> j);
    const int fours = age <= block.last ? std::min(in_a_row, std::max(0, age - block.first + 1)) / 4 : 0;
    if (fours > 0) {
      add_fours<group>(block.step_row(age), old.changes.data() + j * lines_per_block, pending, fours);
      j += 4 * fours;
      continue;
    }
    const int begin = std::max(0, block.first - age);
    if (in_a_row > 0 && begin < group)
      add_to_some(block.step_row(std::min(age + begin, block.last)), old.changes.data() + j * lines_per_block,
                  pending + begin * lines_per_block, group - begin);
    ++j;
  }
}

void StepFilter::start_stretch(const FilterBank::Block& block, std::int64_t now, BlockState& state) {
  settle(block, now, state);
  if (state.recent.empty() && std::ranges::all_of(state.settled, [](float sum) { return sum == 0.0f; })) {
    state.pending.clear();
    return;
  }
  state.pending.resize(stretch * lines_per_block);
  const float* end = block.step_row(block.last);
  for (int g = 0; g < stretch; g += group) {
    settle(block, now + g, state);
    float* pending = state.pending.data() + g * lines_per_block;
    for (int i = 0; i < group; ++i)
      for (int l = 0; l < lines_per_block; ++l)
        pending[i * lines_per_block + l] = end[l] * state.settled[l];
    for (const Changes& old : state.recent)
      add_changes(block, old, now + g, pending);
  }
}

void StepFilter::start_group(const FilterBank::Block& block, std::int64_t now, int place, BlockState& state) {
  for (const Changes& old : state.recent)
    if (old.first >= now - place) {
      state.pending.resize(stretch * lines_per_block);
      add_changes(block, old, now, state.pending.data() + place * lines_per_block);
    }
}

void StepFilter::take(std::int64_t now, int place, const float* input, BlockState& state) {
  Row change;
  if (!difference(input, state.seen.data(), change.data()))
    return;
  if (state.recent.empty() || state.recent.back().first != now - place) {
    Changes& fresh = state.recent.emplace_back();
    fresh.first = now - place;
    fresh.changes.resize(static_cast<std::size_t>(group) * lines_per_block);
  }
  Changes& current = state.recent.back();
  current.frames |= 1u << place;
  std::ranges::copy(change, current.changes.begin() + static_cast<std::ptrdiff_t>(place) * lines_per_block);
}

bool StepFilter::step(const FilterBank& bank, std::int64_t now, bool changed, std::size_t begin, std::size_t end,
                      std::span<const float> input, std::span<float> drive) {
  bool rest = true;
  for (std::size_t b = begin; b < end; ++b) {
    const FilterBank::Block& block = bank.block(b);
    BlockState& state = blocks_[b];
    const auto place_in_stretch = static_cast<int>((now + static_cast<std::int64_t>(b)) % stretch);
    const int place = place_in_stretch % group;
    const std::size_t line = b * lines_per_block;
    if (place_in_stretch == 0)
      start_stretch(block, now, state);
    else if (place == 0)
      start_group(block, now, place_in_stretch, state);
    if (changed)
      take(now, place, &input[line], state);
    const bool news = !state.recent.empty() && state.recent.back().first == now - place;
    rest = rest && state.pending.empty() && !news;
    if (!state.pending.empty())
      add_rows(state.pending.data() + place_in_stretch * lines_per_block, &drive[line]);
    if (!news)
      continue;
    const Changes& current = state.recent.back();
    for (std::uint32_t left = current.frames; left != 0; left &= left - 1) {
      const int lag = place - std::countr_zero(left);
      if (lag >= block.first)
        add_product(block.step_row(std::min(lag, block.last)),
                    current.changes.data() + std::countr_zero(left) * lines_per_block, &drive[line]);
    }
  }
  return rest;
}

} // namespace striate
