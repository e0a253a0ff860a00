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

/// What one change contributes to `count` frames in a row, whose ages (and rows of the response) follow each other.
STRIATE_SIMD void add_to_some(const float* __restrict responses, const float* __restrict change,
                              float* __restrict outputs, int count) {
  for (int b = 0; b < count; ++b)
    for (int l = 0; l < lines_per_block; ++l)
      outputs[b * lines_per_block + l] += responses[b * lines_per_block + l] * change[l];
}

/// What the changes of four frames in a row, newest first, contribute to all frames of a group. In strips, so that the
/// changes stay in registers and each output is fetched once for all four.
template <int group>
STRIATE_SIMD void add_four(const float* __restrict responses, const float* __restrict newest,
                           float* __restrict outputs) {
  constexpr int strip = 16;
  for (int s = 0; s < lines_per_block; s += strip)
    for (int b = 0; b < group; ++b) {
      const float* row = responses + b * lines_per_block;
      float* out = outputs + b * lines_per_block;
      for (int l = s; l < s + strip; ++l)
        out[l] += (row[l] * newest[l] + row[l + lines_per_block] * newest[l - lines_per_block]) +
                  (row[l + 2 * lines_per_block] * newest[l - 2 * lines_per_block] +
                   row[l + 3 * lines_per_block] * newest[l - 3 * lines_per_block]);
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

StepFilter::StepFilter(const FilterBank& bank) : blocks_(bank.blocks()), pending_(bank.padded_lines() * group, 0.0f) {}

void StepFilter::start_group(const FilterBank::Block& block, std::int64_t now, BlockState& state, float* pending) {
  // Changes whose response is over for all frames of the group only count as a sum from now on.
  while (!state.recent.empty() && now - (state.recent.front().first + group - 1) > block.last) {
    const Changes& old = state.recent.front();
    for (std::uint32_t left = old.frames; left != 0; left &= left - 1)
      add_rows(old.changes.data() + std::countr_zero(left) * lines_per_block, state.settled.data());
    state.recent.pop_front();
    if (state.recent.empty() && std::ranges::all_of(state.seen, [](float value) { return value == 0.0f; }))
      state.settled = {}; // the screen is gray again: what is left of the sum is rounding
  }
  const bool was_quiet = state.quiet;
  state.quiet = state.recent.empty() && std::ranges::all_of(state.settled, [](float sum) { return sum == 0.0f; });
  if (state.quiet && was_quiet)
    return;
  for (int i = 0; i < group; ++i) {
    float* output = pending + i * lines_per_block;
    const float* end = block.step_row(block.last);
    for (int l = 0; l < lines_per_block; ++l)
      output[l] = end[l] * state.settled[l];
  }
  for (const Changes& old : state.recent) {
    // The change of frame first + j is of age now - first - j at the group's first frame; ages beyond the last lag read
    // the rows that repeat the end of the response.
    int j = 0;
    while (j < group) {
      const auto age = static_cast<int>(now - old.first) - j;
      if (j + 4 <= group && (old.frames >> j & 0xFu) == 0xFu && age - 3 >= block.first && age <= block.last) {
        add_four<group>(block.step_row(age - 3), old.changes.data() + (j + 3) * lines_per_block, pending);
        j += 4;
        continue;
      }
      const int begin = std::max(0, block.first - age);
      if ((old.frames >> j & 1u) != 0 && begin < group)
        add_to_some(block.step_row(std::min(age + begin, block.last)), old.changes.data() + j * lines_per_block,
                    pending + begin * lines_per_block, group - begin);
      ++j;
    }
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
    const auto place = static_cast<int>((now + static_cast<std::int64_t>(b)) % group);
    const std::size_t line = b * lines_per_block;
    float* pending = pending_.data() + line * group;
    if (place == 0)
      start_group(block, now, state, pending);
    if (changed)
      take(now, place, &input[line], state);
    const bool news = !state.recent.empty() && state.recent.back().first == now - place;
    rest = rest && state.quiet && !news;
    if (state.quiet && !news)
      continue;
    add_rows(pending + place * lines_per_block, &drive[line]);
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
