// SPDX-License-Identifier: Apache-2.0
#include "app/bench/machine_probe.h"

#include "app/bench/bench_rows.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace striate::app {

namespace {

constexpr int repeats = 5;

/// Units of work per second in the fastest of some rounds; work(thread) does an equal share of `units`.
double best_rate(ThreadPool& pool, double units, const std::function<void(int)>& work) {
  double best_ms = 1e300;
  for (int k = 0; k < repeats; ++k) {
    const auto start = Clock::now();
    pool.run(work);
    best_ms = std::min(best_ms, ms_since(start));
  }
  return units / best_ms * 1e3;
}

} // namespace

double triad_bytes_per_s(ThreadPool& pool) {
  constexpr std::size_t count = 1 << 24;
  std::vector<float> a(count), b(count, 1.0f), c(count, 2.0f);
  const std::size_t share = count / static_cast<std::size_t>(pool.size());
  return best_rate(pool, 3.0 * sizeof(float) * static_cast<double>(share) * pool.size(), [&](int thread) {
    const std::size_t first = share * static_cast<std::size_t>(thread);
    for (std::size_t i = first; i < first + share; ++i)
      a[i] = b[i] + 3.0f * c[i];
  });
}

double event_ceiling_per_s(ThreadPool& pool, std::uint32_t neurons) {
  constexpr std::size_t edges = 1 << 25;
  constexpr std::size_t run = 100;
  std::vector<std::uint32_t> target(edges);
  std::vector<float> weight(edges, 1.0f);
  const auto threads = static_cast<std::size_t>(pool.size());
  const std::uint32_t own = std::max<std::uint32_t>(1, neurons / static_cast<std::uint32_t>(threads));
  const double stride = static_cast<double>(own) / run;
  for (std::size_t e = 0; e < edges; ++e) // a little off a straight line, as rows differ
    target[e] =
        static_cast<std::uint32_t>((static_cast<double>(e % run) + static_cast<double>(e / run % 16) / 16.0) * stride);
  std::vector<std::vector<float>> planes(threads, std::vector<float>(own));
  const std::size_t share = edges / threads;
  return best_rate(pool, static_cast<double>(share * threads), [&](int thread) {
    const std::size_t first = share * static_cast<std::size_t>(thread);
    float* const plane = planes[static_cast<std::size_t>(thread)].data();
    for (std::size_t e = first; e < first + share; ++e)
      plane[target[e]] += weight[e];
  });
}

} // namespace striate::app
