#include "engine/core/simd.h"
#include "engine/lgn/lgn.h"
#include "engine/lgn/spike_probability.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace striate {

namespace {

constexpr int blocks = 32;        ///< random blocks of four numbers drawn at once
constexpr int batch = 4 * blocks; ///< units that share them

using Flags = std::array<std::uint8_t, batch>;

/// philox() on `blocks` counters that differ in entity b, round by round: the compiler makes vectors of the lanes.
/// bits[w][i] is word w of block first_block + i.
STRIATE_SIMD void draw_batch(std::uint64_t seed, std::uint32_t trial, std::uint32_t step, std::uint32_t first_block,
                             std::uint32_t (&bits)[4][blocks]) {
  for (std::uint32_t i = 0; i < blocks; ++i) {
    bits[0][i] = trial;
    bits[1][i] = first_block + i;
    bits[2][i] = step;
    bits[3][i] = static_cast<std::uint32_t>(Stream::lgn_spikes);
  }
  auto k0 = static_cast<std::uint32_t>(seed);
  auto k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < blocks; ++i) {
      const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * bits[0][i];
      const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * bits[2][i];
      const std::uint32_t n0 = static_cast<std::uint32_t>(p1 >> 32) ^ bits[1][i] ^ k0;
      const std::uint32_t n2 = static_cast<std::uint32_t>(p0 >> 32) ^ bits[3][i] ^ k1;
      bits[1][i] = static_cast<std::uint32_t>(p1);
      bits[3][i] = static_cast<std::uint32_t>(p0);
      bits[0][i] = n0;
      bits[2][i] = n2;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

STRIATE_SIMD void sample_batch(const float* rates_Hz, const std::uint32_t (&bits)[4][blocks], std::uint8_t* flags) {
  float probability[batch];
  std::uint32_t in_order[batch];
  for (int i = 0; i < batch; ++i)
    probability[i] = lgn_spike_probability(rates_Hz[i]);
  for (int i = 0; i < blocks; ++i)
    for (int word = 0; word < 4; ++word)
      in_order[4 * i + word] = bits[word][i];
  for (int i = 0; i < batch; ++i)
    flags[i] = lgn_fires(in_order[i], probability[i]);
}

/// Appends the units whose flag is set, eight flags at a time because nearly all are 0.
void collect(const Flags& flags, std::uint32_t first_unit, SpikeIds& spikes) {
  for (std::uint32_t i = 0; i < batch; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, flags.data() + i, sizeof word);
    if (word == 0)
      continue;
    for (std::uint32_t j = i; j < i + 8; ++j)
      if (flags[j])
        spikes.push_back(first_unit + j);
  }
}

} // namespace

void sample_lgn_spikes(std::span<const float> rates_Hz, std::uint64_t seed, std::uint32_t trial, std::int64_t step,
                       SpikeIds& spikes) {
  spikes.clear();
  Flags flags;
  std::uint32_t bits[4][blocks];
  std::array<float, batch> last{};
  for (std::size_t unit = 0; unit < rates_Hz.size(); unit += batch) {
    const float* rates = rates_Hz.data() + unit;
    if (rates_Hz.size() - unit < batch) { // the rest of the last batch is silent
      std::copy(rates_Hz.begin() + static_cast<std::ptrdiff_t>(unit), rates_Hz.end(), last.begin());
      rates = last.data();
    }
    const auto first = static_cast<std::uint32_t>(unit);
    draw_batch(seed, trial, static_cast<std::uint32_t>(step), first / 4, bits);
    sample_batch(rates, bits, flags.data());
    collect(flags, first, spikes);
  }
}

} // namespace striate
