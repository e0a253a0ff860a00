#include "engine/core/philox_blocks.h"
#include "engine/core/simd.h"
#include "engine/lgn/lgn.h"
#include "engine/lgn/spike_probability.h"

#include <algorithm>
#include <array>
#include <bit>

namespace striate {

namespace {

constexpr std::uint32_t batch = 128; ///< units whose random numbers are drawn at once
constexpr int blocks = philox_lanes; ///< random blocks they share

/// The 16 bits of every unit of a batch, and whether any unit of each 16 in a row may fire.
STRIATE_SIMD std::uint32_t screen_batch(const float* rates_Hz, const std::uint32_t (&bits)[4][blocks],
                                        std::uint32_t* bits16) {
  std::uint32_t open = 0;
  for (int slot = 0; slot < 8; ++slot) {
    std::uint32_t any = 0;
    for (int i = 0; i < blocks; ++i) {
      const std::uint32_t own = slot < 4 ? bits[slot % 4][i] & 0xFFFFu : bits[slot % 4][i] >> 16;
      bits16[slot * blocks + i] = own;
      any |= lgn_may_fire(own, rates_Hz[slot * blocks + i]) ? 1u : 0u;
    }
    open |= any << slot;
  }
  return open;
}

std::uint32_t batches_of(std::span<const float> rates_Hz) {
  return (static_cast<std::uint32_t>(rates_Hz.size()) + batch - 1) / batch;
}

/// Appends the units of the batches [begin, end) that fire.
void sample_batches(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                    std::uint32_t begin_batch, std::uint32_t end_batch, SpikeIds& spikes) {
  const auto frame = static_cast<std::uint32_t>(step);
  const auto units = static_cast<std::uint32_t>(rates_Hz.size());
  std::array<float, batch> last{};
  std::uint32_t words[4][blocks];
  std::uint32_t bits16[batch];
  for (std::uint32_t first = begin_batch * batch; first < end_batch * batch; first += batch) {
    const float* rates = rates_Hz.data() + first;
    if (units - first < batch) { // the rest of the last batch is silent
      std::copy(rates_Hz.begin() + static_cast<std::ptrdiff_t>(first), rates_Hz.end(), last.begin());
      rates = last.data();
    }
    philox_blocks(seed, trial, first / batch * blocks, frame, static_cast<std::uint32_t>(Stream::lgn_spikes), words);
    std::uint32_t open = screen_batch(rates, words, bits16);
    for (; open != 0; open &= open - 1) {
      const std::uint32_t begin = static_cast<std::uint32_t>(std::countr_zero(open)) * blocks;
      for (std::uint32_t i = begin; i < begin + blocks; ++i)
        if (lgn_may_fire(bits16[i], rates[i]) && lgn_fires(bits16[i], rates[i], seed, trial, frame, first + i))
          spikes.push_back(first + i);
    }
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
