// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"

#include <array>
#include <cstdint>

namespace striate {

/// Counter-based random numbers (docs/model/dynamics.md#eq-11): Philox4x32-10 (Salmon et al. 2011, "Parallel random
/// numbers: as easy as 1, 2, 3"). There is no state: four 32-bit numbers follow from (key, counter) alone, so results
/// never depend on the number of threads or on the order of the work. The same functions compile for the CPU and for
/// CUDA.
///
/// Convention of the project: key = the user's 64-bit seed; counter = (draw number, entity b, entity a, stream tag).
enum class Stream : std::uint32_t {
  neuron = 1,              ///< a = neuron: position and target size
  recurrent_candidate = 2, ///< a = target, b = source population
  recurrent_weight = 3,    ///< a = target, b = source
  lgn_unit = 4,            ///< a = LGN unit: position, size, kernel jitter
  lgn_selection = 5,       ///< a = target: LGN sources and synapse counts
  background_sources = 6,  ///< a = target
  neuron_count = 7,        ///< a = cell model: option "fluctuate"
  lgn_spikes = 16,         ///< a = step, b and word: spike_probability.h, draw = trial: eight units share one call
  background_spikes = 17,  ///< a = step, b = source / 4, draw = trial: four sources share one call
  stimulus = 18,           ///< a = trial: random directions and phases of protocols
  analysis_sample = 24     ///< a = sample: random groups, pairs and resamples of the analysis
};

struct Philox4 {
  std::uint32_t x0, x1, x2, x3;
};

/// Ten rounds of Philox4x32 on one counter.
STRIATE_HOST_DEVICE inline Philox4 philox(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint32_t c2,
                                          std::uint32_t c3) {
  constexpr std::uint64_t m0 = 0xD2511F53u;
  constexpr std::uint64_t m1 = 0xCD9E8D57u;
  constexpr std::uint32_t w0 = 0x9E3779B9u;
  constexpr std::uint32_t w1 = 0xBB67AE85u;
  auto k0 = static_cast<std::uint32_t>(key);
  auto k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = m0 * c0;
    const std::uint64_t p1 = m1 * c2;
    const auto n0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    const auto n2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<std::uint32_t>(p1);
    c3 = static_cast<std::uint32_t>(p0);
    c0 = n0;
    c2 = n2;
    k0 += w0;
    k1 += w1;
  }
  return {c0, c1, c2, c3};
}

/// Draw number `draw` of the pair (a, b) in a stream.
STRIATE_HOST_DEVICE inline Philox4 philox(std::uint64_t seed, Stream stream, std::uint32_t a, std::uint32_t b,
                                          std::uint32_t draw) {
  return philox(seed, draw, b, a, static_cast<std::uint32_t>(stream));
}

/// Uniform in [0, 1) with 24 random bits; exact in float.
STRIATE_HOST_DEVICE inline float uniform_float(std::uint32_t bits) {
  return static_cast<float>(bits >> 8) * 0x1p-24f;
}

/// Uniform in [0, 1) with 53 random bits from two words.
STRIATE_HOST_DEVICE inline double uniform_double(std::uint32_t high, std::uint32_t low) {
  return static_cast<double>((static_cast<std::uint64_t>(high >> 5) << 26) | (low >> 6)) * 0x1p-53;
}

/// A sequence of uniform numbers for one (seed, stream, a, b): for code that needs a varying number of draws.
/// Value type, not shared between threads.
class RandomSequence {
public:
  RandomSequence(std::uint64_t seed, Stream stream, std::uint32_t a, std::uint32_t b = 0)
      : seed_(seed), stream_(stream), a_(a), b_(b) {}

  /// Next number in [0, 1), 53 bits.
  double uniform() {
    if (used_ == 4) {
      const Philox4 block = philox(seed_, stream_, a_, b_, draw_++);
      words_ = {block.x0, block.x1, block.x2, block.x3};
      used_ = 0;
    }
    const double value = uniform_double(words_[used_], words_[used_ + 1]);
    used_ += 2;
    return value;
  }

  /// Next number in (0, 1]: safe under a logarithm.
  double uniform_positive() { return 1.0 - uniform(); }

private:
  std::uint64_t seed_;
  Stream stream_;
  std::uint32_t a_;
  std::uint32_t b_;
  std::uint32_t draw_ = 0;
  unsigned used_ = 4;
  std::array<std::uint32_t, 4> words_{};
};

} // namespace striate
