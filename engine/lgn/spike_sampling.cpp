// SPDX-License-Identifier: Apache-2.0
#include "engine/core/philox_blocks.h"
#include "engine/core/simd.h"
#include "engine/kernels/spike_probability.h"
#include "engine/lgn/lgn.h"

#include <algorithm>
#include <array>
#include <bit>

namespace striate {

namespace {

constexpr std::uint32_t batch = 128; ///< units whose random numbers are drawn at once
constexpr int blocks = philox_lanes; ///< random blocks they share

/// Which units of a batch may fire: bit 8 g + s of open[i] stands for unit 16 s + 4 g + i, so that vectors need no
/// shuffling.
STRIATE_SIMD void screen_batch(const float* rates_Hz, const std::uint32_t (&words)[4][blocks],
                               std::uint32_t (&open)[4]) {
  std::uint32_t slots[blocks] = {}; // bit s: unit 16 s + i
  for (int w = 0; w < 4; ++w)
    for (int i = 0; i < blocks; ++i) {
      const std::uint32_t low = lgn_may_fire(words[w][i] & 0xFFFFu, rates_Hz[w * blocks + i]) ? 1u : 0u;
      const std::uint32_t high = lgn_may_fire(words[w][i] >> 16, rates_Hz[(w + 4) * blocks + i]) ? 16u : 0u;
      slots[i] |= (low | high) << w;
    }
  for (int i = 0; i < 4; ++i)
    open[i] = slots[i] | slots[i + 4] << 8 | slots[i + 8] << 16 | slots[i + 12] << 24;
}

std::uint32_t batches_of(std::span<const float> rates_Hz) {
  return (static_cast<std::uint32_t>(rates_Hz.size()) + batch - 1) / batch;
}

/// Appends the units of the batches [begin, end) that fire (docs/model/lgn.md#eq-14).
void sample_batches(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                    std::uint32_t begin_batch, std::uint32_t end_batch, SpikeIds& spikes) {
  const auto frame = static_cast<std::uint32_t>(step);
  const auto units = static_cast<std::uint32_t>(rates_Hz.size());
  std::array<float, batch> last{};
  std::uint32_t words[4][blocks], open[4];
  for (std::uint32_t first = begin_batch * batch; first < end_batch * batch; first += batch) {
    const float* rates = rates_Hz.data() + first;
    if (units - first < batch) { // the rest of the last batch is silent
      std::copy(rates_Hz.begin() + static_cast<std::ptrdiff_t>(first), rates_Hz.end(), last.begin());
      rates = last.data();
    }
    philox_blocks(seed, trial, first / batch * blocks, frame, static_cast<std::uint32_t>(Stream::lgn_spikes), words);
    screen_batch(rates, words, open);
    const auto before = static_cast<std::ptrdiff_t>(spikes.size());
    for (std::uint32_t i = 0; i < 4; ++i)
      for (; open[i] != 0; open[i] &= open[i] - 1) {
        const auto bit = static_cast<std::uint32_t>(std::countr_zero(open[i]));
        const std::uint32_t slot = bit % 8, block = bit / 8 * 4 + i, unit = slot * blocks + block;
        const std::uint32_t bits16 = words[slot % 4][block] >> (slot < 4 ? 0 : 16) & 0xFFFFu;
        if (lgn_fires(bits16, rates[unit], seed, trial, frame, first + unit))
          spikes.push_back(first + unit);
      }
    if (std::ssize(spikes) > before + 1)
      std::sort(spikes.begin() + before, spikes.end());
  }
}

} // namespace

void sample_lgn_spikes(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                       SpikeIds& spikes) {
  spikes.clear();
  sample_batches(rates_Hz, seed, trial, step, 0, batches_of(rates_Hz), spikes);
}

void LgnSampler::sample(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                        SpikeIds& spikes, ThreadPool* threads) {
  if (threads == nullptr || threads->size() == 1) {
    sample_lgn_spikes(rates_Hz, seed, trial, step, spikes);
    return;
  }
  const auto count = static_cast<std::uint32_t>(threads->size());
  const std::uint32_t all = batches_of(rates_Hz);
  parts_.resize(count);
  threads->run([&](int thread) {
    const auto t = static_cast<std::uint32_t>(thread);
    parts_[t].clear();
    sample_batches(rates_Hz, seed, trial, step, all * t / count, all * (t + 1) / count, parts_[t]);
  });
  spikes.clear();
  for (const SpikeIds& part : parts_)
    spikes.insert(spikes.end(), part.begin(), part.end());
}

} // namespace striate
