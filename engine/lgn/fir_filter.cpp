#include "engine/lgn/fir_filter.h"

#include "engine/core/simd.h"

#include <algorithm>

namespace striate {

namespace {

STRIATE_SIMD void add_product(const float* tap, const float* input, float* output) {
  for (int l = 0; l < lines_per_block; ++l)
    output[l] += tap[l] * input[l];
}

/// What one old frame contributes to `count` frames in a row, whose lags (and rows of taps) follow each other.
STRIATE_SIMD void add_to_some(const float* __restrict taps, const float* __restrict input, float* __restrict outputs,
                              int count) {
  for (int b = 0; b < count; ++b)
    for (int l = 0; l < lines_per_block; ++l)
      outputs[b * lines_per_block + l] += taps[b * lines_per_block + l] * input[l];
}

/// What four old frames, newest first, contribute to all frames of a group. In strips, so that their inputs stay in
/// registers and each output is fetched once for all four.
template <int group>
STRIATE_SIMD void add_four(const float* __restrict taps, const float* const (&inputs)[4], float* __restrict outputs) {
  constexpr int strip = 16;
  const float* __restrict in0 = inputs[0];
  const float* __restrict in1 = inputs[1];
  const float* __restrict in2 = inputs[2];
  const float* __restrict in3 = inputs[3];
  for (int s = 0; s < lines_per_block; s += strip)
    for (int b = 0; b < group; ++b) {
      const float* row = taps + b * lines_per_block;
      float* out = outputs + b * lines_per_block;
      for (int l = s; l < s + strip; ++l)
        out[l] += (row[l] * in0[l] + row[l + lines_per_block] * in1[l]) +
                  (row[l + 2 * lines_per_block] * in2[l] + row[l + 3 * lines_per_block] * in3[l]);
    }
}

} // namespace

FirFilter::FirFilter(const FilterBank& bank, std::int64_t now, const Past& past)
    : start_(now), history_(bank.blocks()), pending_(bank.padded_lines() * group) {
  std::vector<float> inputs(static_cast<std::size_t>(bank.last_lag() + 1) * lines_per_block);
  for (std::size_t b = 0; b < bank.blocks(); ++b) {
    const int reach = bank.block(b).last + 1;
    history_[b].resize(static_cast<std::size_t>(reach + group) * lines_per_block);
    past(b, now - reach, now, inputs.data());
    for (int i = 0; i < reach; ++i)
      std::copy_n(inputs.data() + static_cast<std::ptrdiff_t>(i) * lines_per_block, lines_per_block,
                  past_row(b, now - reach + i));
  }
}

float* FirFilter::past_row(std::size_t block, std::int64_t frame) {
  const auto length = static_cast<std::int64_t>(history_[block].size() / lines_per_block);
  const std::int64_t slot = (frame % length + length) % length;
  return history_[block].data() + slot * lines_per_block;
}

void FirFilter::start_group(const FilterBank& bank, std::int64_t now) {
  std::fill(pending_.begin(), pending_.end(), 0.0f);
  for (std::size_t b = 0; b < bank.blocks(); ++b) {
    const FilterBank::Block& block = bank.block(b);
    float* outputs = pending_.data() + b * group * lines_per_block;
    // Frame now - age meets output now + i at lag age + i.
    for (int age = 1; age <= block.last;) {
      if (age >= block.first && age + 3 + group - 1 <= block.last) {
        const float* inputs[4] = {past_row(b, now - age), past_row(b, now - age - 1), past_row(b, now - age - 2),
                                  past_row(b, now - age - 3)};
        add_four<group>(block.row(age), inputs, outputs);
        age += 4;
        continue;
      }
      const int begin = std::max(0, block.first - age);
      const int end = std::min(group, block.last - age + 1);
      if (begin < end)
        add_to_some(block.row(age + begin), past_row(b, now - age), outputs + begin * lines_per_block, end - begin);
      ++age;
    }
  }
}

void FirFilter::step(const FilterBank& bank, std::int64_t now, std::span<const float> input, std::span<float> drive) {
  const auto place = static_cast<int>((now - start_) % group);
  if (place == 0)
    start_group(bank, now);
  for (std::size_t b = 0; b < bank.blocks(); ++b) {
    const FilterBank::Block& block = bank.block(b);
    const std::size_t line = b * lines_per_block;
    std::copy_n(&input[line], lines_per_block, past_row(b, now));
    std::copy_n(pending_.data() + (b * group + place) * lines_per_block, lines_per_block, &drive[line]);
    for (int lag = block.first; lag <= std::min(place, block.last); ++lag)
      add_product(block.row(lag), past_row(b, now - lag), &drive[line]);
  }
}

} // namespace striate
