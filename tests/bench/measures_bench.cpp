// SPDX-License-Identifier: Apache-2.0
// Question: how long do the measures of a core tuning run take, 66,652 neurons x 8 directions x 10 trials?
// Answer and machine: RESULTS.md.
#include "engine/analysis/measures/double_gaussian.h"
#include "engine/analysis/measures/orientation_test.h"
#include "engine/analysis/measures/response_statistics.h"
#include "engine/analysis/measures/selectivity.h"
#include "engine/core/normal.h"
#include "engine/core/random.h"

#include <benchmark/benchmark.h>

#include <cmath>

using namespace striate;

namespace {

constexpr std::uint32_t neurons = 66'652;

const TrialCounts& counts() {
  static const TrialCounts all = [] {
    TrialCounts made({0, 45, 90, 135, 180, 225, 270, 315}, 10, neurons);
    std::vector<std::uint32_t> row(neurons);
    for (int k = 0; k < 8; ++k)
      for (int q = 0; q < 10; ++q) {
        for (std::uint32_t i = 0; i < neurons; ++i) {
          const Philox4 bits = philox(1, Stream::analysis_sample, i, static_cast<std::uint32_t>(k * 10 + q), 0);
          const double angle = (45.0 * k - 360.0 * (i % 997) / 997.0) * 3.14159265 / 180.0;
          const double mean = 10.0 * std::exp(2.0 * (std::cos(angle) - 1.0)) + 2.0;
          const double draw = mean + std::sqrt(mean) * normal_quantile(uniform_double(bits.x0, bits.x1) + 1e-17);
          row[i] = static_cast<std::uint32_t>(std::max(0.0, draw));
        }
        made.set(k, q, row, 2.0);
      }
    return made;
  }();
  return all;
}

void rates_and_selectivity(benchmark::State& state) {
  counts();
  ThreadPool pool;
  for (auto _ : state)
    benchmark::DoNotOptimize(selectivity(condition_rates(counts(), pool), pool).osi.data());
}
BENCHMARK(rates_and_selectivity)->Unit(benchmark::kMillisecond)->UseRealTime();

void hotelling(benchmark::State& state) {
  counts();
  ThreadPool pool;
  for (auto _ : state)
    benchmark::DoNotOptimize(orientation_test(counts(), HotellingForm::standard, pool).p.data());
}
BENCHMARK(hotelling)->Unit(benchmark::kMillisecond)->UseRealTime();

void sparsity_and_reliability(benchmark::State& state) {
  ThreadPool pool;
  const ConditionRates rates = condition_rates(counts(), pool);
  for (auto _ : state) {
    benchmark::DoNotOptimize(lifetime_sparsity(rates, pool).data());
    benchmark::DoNotOptimize(split_half_reliability(counts(), pool).data());
  }
}
BENCHMARK(sparsity_and_reliability)->Unit(benchmark::kMillisecond)->UseRealTime();

void double_gaussians(benchmark::State& state) {
  ThreadPool pool;
  const ConditionRates rates = condition_rates(counts(), pool);
  for (auto _ : state)
    benchmark::DoNotOptimize(fit_double_gaussians(rates, pool).data());
}
BENCHMARK(double_gaussians)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
