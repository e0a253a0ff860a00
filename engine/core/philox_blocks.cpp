// SPDX-License-Identifier: Apache-2.0
#include "engine/core/philox_blocks.h"

#include "engine/core/simd.h"

#include <array>

// Compilers do not find the vector form of 32 x 32 -> 64 bit products by themselves.
#if defined(STRIATE_HAS_SIMD)
#include <immintrin.h>
#define STRIATE_PLAIN __attribute__((target("default")))
#else
#define STRIATE_PLAIN
#endif

namespace striate {

namespace {

constexpr std::uint32_t m0 = 0xD2511F53u, m1 = 0xCD9E8D57u;
constexpr std::uint32_t w0 = 0x9E3779B9u, w1 = 0xBB67AE85u;

using Words = std::uint32_t[4][philox_lanes];

#if !defined(STRIATE_SIMD_ONLY)
STRIATE_PLAIN void make_blocks(std::uint64_t key, const std::array<std::uint32_t, 4>& counter, Words& words) {
  for (std::uint32_t i = 0; i < philox_lanes; ++i) {
    const Philox4 block = philox(key, counter[0], counter[1] + i, counter[2], counter[3]);
    words[0][i] = block.x0;
    words[1][i] = block.x1;
    words[2][i] = block.x2;
    words[3][i] = block.x3;
  }
}
#endif

#if defined(STRIATE_HAS_SIMD)

// A number occupies the lower half of a 64-bit lane; whatever is in the upper half is never looked at, because the
// multiplication ignores it.

#if !defined(STRIATE_SIMD_ONLY) || STRIATE_SIMD_ONLY == 3
__attribute__((target("avx2"))) void make_blocks(std::uint64_t key, const std::array<std::uint32_t, 4>& counter,
                                                 Words& words) {
  const __m256i mul0 = _mm256_set1_epi64x(m0), mul1 = _mm256_set1_epi64x(m1);
  __m256i x0[4], x1[4], x2[4], x3[4];
  for (int v = 0; v < 4; ++v) {
    // Blocks 0 1 4 5 and 2 3 6 7 of each eight, so that one shuffle puts the results in order.
    const int first = v / 2 * 8 + v % 2 * 2;
    x0[v] = _mm256_set1_epi64x(counter[0]);
    x1[v] = _mm256_add_epi32(_mm256_set1_epi64x(counter[1]), _mm256_set_epi64x(first + 5, first + 4, first + 1, first));
    x2[v] = _mm256_set1_epi64x(counter[2]);
    x3[v] = _mm256_set1_epi64x(counter[3]);
  }
  auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const __m256i key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);
    for (int v = 0; v < 4; ++v) {
      const __m256i p0 = _mm256_mul_epu32(x0[v], mul0), p1 = _mm256_mul_epu32(x2[v], mul1);
      x0[v] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1, 32), x1[v]), key0);
      x2[v] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0, 32), x3[v]), key1);
      x1[v] = p1;
      x3[v] = p0;
    }
    k0 += w0;
    k1 += w1;
  }
  const __m256i* const results[4] = {x0, x1, x2, x3};
  for (int w = 0; w < 4; ++w)
    for (int half = 0; half < 2; ++half) {
      const __m256 low = _mm256_castsi256_ps(results[w][2 * half]);
      const __m256 high = _mm256_castsi256_ps(results[w][2 * half + 1]);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(words[w] + 8 * half),
                          _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88)));
    }
}
#endif

#if !defined(STRIATE_SIMD_ONLY) || STRIATE_SIMD_ONLY == 4
// GCC 12 warns of a variable of its own header.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
__attribute__((target("avx512f"))) void make_blocks(std::uint64_t key, const std::array<std::uint32_t, 4>& counter,
                                                    Words& words) {
  constexpr int exclusive_or = 0x96; // of three
  const __m512i mul0 = _mm512_set1_epi64(m0), mul1 = _mm512_set1_epi64(m1);
  __m512i x0[2], x1[2], x2[2], x3[2];
  for (int v = 0; v < 2; ++v) {
    x0[v] = _mm512_set1_epi64(counter[0]);
    x1[v] = _mm512_add_epi64(_mm512_set1_epi64(counter[1] + 8ull * v), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
    x2[v] = _mm512_set1_epi64(counter[2]);
    x3[v] = _mm512_set1_epi64(counter[3]);
  }
  auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const __m512i key0 = _mm512_set1_epi64(k0), key1 = _mm512_set1_epi64(k1);
    for (int v = 0; v < 2; ++v) {
      const __m512i p0 = _mm512_mul_epu32(x0[v], mul0), p1 = _mm512_mul_epu32(x2[v], mul1);
      x0[v] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), x1[v], key0, exclusive_or);
      x2[v] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), x3[v], key1, exclusive_or);
      x1[v] = p1;
      x3[v] = p0;
    }
    k0 += w0;
    k1 += w1;
  }
  const __m512i* const results[4] = {x0, x1, x2, x3};
  for (int w = 0; w < 4; ++w)
    for (int v = 0; v < 2; ++v)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(words[w] + 8 * v), _mm512_cvtepi64_epi32(results[w][v]));
}
#pragma GCC diagnostic pop
#endif

#endif

} // namespace

void philox_blocks(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint32_t c2, std::uint32_t c3,
                   Words& words) {
  make_blocks(key, {c0, c1, c2, c3}, words);
}

} // namespace striate
