// SPDX-License-Identifier: Apache-2.0
#include "engine/training/gradient/gather_kernels.h"

#include "engine/core/simd.h"

#include <cstddef>
#include <cstring>

namespace striate::training {

namespace {

typedef float Float4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));

template <typename Vector, int vectors>
struct Lanes {
  static constexpr std::size_t size = static_cast<std::size_t>(vectors) * (sizeof(Vector) / sizeof(float));
  /// Enough sums side by side to hide the latency of an addition.
  static constexpr int chains = vectors >= 3 ? 2 : 4;

  [[gnu::always_inline]] static void run(const std::uint16_t* __restrict index, const float* __restrict weight,
                                         std::uint64_t count, const float* __restrict plane, float* __restrict sum) {
    Vector partial[chains][vectors] = {};
    std::uint64_t e = 0;
    for (; e + chains <= count; e += chains)
#pragma GCC unroll 4
      for (int c = 0; c < chains; ++c)
        add(plane + index[e + static_cast<std::uint64_t>(c)] * size, weight[e + static_cast<std::uint64_t>(c)],
            partial[c]);
    for (; e < count; ++e)
      add(plane + index[e] * size, weight[e], partial[0]);
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      Vector total;
      std::memcpy(&total, sum + static_cast<std::size_t>(v) * (sizeof(Vector) / sizeof(float)), sizeof(Vector));
#pragma GCC unroll 4
      for (int c = 0; c < chains; ++c)
        total += partial[c][v];
      std::memcpy(sum + static_cast<std::size_t>(v) * (sizeof(Vector) / sizeof(float)), &total, sizeof(Vector));
    }
  }

  [[gnu::always_inline]] static void add(const float* from, float factor, Vector (&to)[vectors]) {
#pragma GCC unroll 6
    for (int v = 0; v < vectors; ++v) {
      Vector j;
      std::memcpy(&j, from + static_cast<std::size_t>(v) * (sizeof(Vector) / sizeof(float)), sizeof(Vector));
      to[v] += factor * j;
    }
  }
};

#define STRIATE_GATHER(lanes, Vector)                                                                                  \
  STRIATE_SIMD void gather_##lanes(const std::uint16_t* index, const float* weight, std::uint64_t count,               \
                                   const float* plane, float* sum) {                                                   \
    Lanes<Vector, (lanes) * sizeof(float) / sizeof(Vector)>::run(index, weight, count, plane, sum);                    \
  }
STRIATE_GATHER(4, Float4)
STRIATE_GATHER(8, Float8)
STRIATE_GATHER(12, Float4)
STRIATE_GATHER(16, Float8)
STRIATE_GATHER(20, Float4)
STRIATE_GATHER(24, Float8)
#undef STRIATE_GATHER

template <typename Real, typename Index>
[[gnu::always_inline]] inline void add_column(std::size_t lanes, const Index* __restrict index, std::uint64_t count,
                                              const Real* __restrict column, Real* __restrict gradient) {
#pragma GCC unroll 4
  for (std::uint64_t e = 0; e < count; ++e)
    gradient[e] += column[index[e] * lanes];
}

} // namespace

void gather(int lanes, const std::uint16_t* index, const float* weight, std::uint64_t count, const float* plane,
            float* sum) {
  switch (lanes) {
  case 4:
    return gather_4(index, weight, count, plane, sum);
  case 8:
    return gather_8(index, weight, count, plane, sum);
  case 12:
    return gather_12(index, weight, count, plane, sum);
  case 16:
    return gather_16(index, weight, count, plane, sum);
  case 20:
    return gather_20(index, weight, count, plane, sum);
  default:
    return gather_24(index, weight, count, plane, sum);
  }
}

void gather(int lanes, const std::uint16_t* index, const float* weight, std::uint64_t count, const double* plane,
            double* sum) {
  const auto stride = static_cast<std::size_t>(lanes);
  for (std::uint64_t e = 0; e < count; ++e)
    for (std::size_t lane = 0; lane < stride; ++lane)
      sum[lane] += static_cast<double>(weight[e]) * plane[index[e] * stride + lane];
}

// A type in a macro cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define STRIATE_COLLECT(Real, Index)                                                                                   \
  STRIATE_SIMD void collect(int lanes, int lane, const Index* index, std::uint64_t count, const Real* plane,           \
                            Real* gradient) {                                                                          \
    add_column(static_cast<std::size_t>(lanes), index, count, plane + lane, gradient);                                 \
  }
STRIATE_COLLECT(float, std::uint16_t)
STRIATE_COLLECT(float, std::uint32_t)
STRIATE_COLLECT(double, std::uint16_t)
STRIATE_COLLECT(double, std::uint32_t)
#undef STRIATE_COLLECT
// NOLINTEND(bugprone-macro-parentheses)

} // namespace striate::training
