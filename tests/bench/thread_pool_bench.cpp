// SPDX-License-Identifier: Apache-2.0
// What does one round of the pool cost, that is the barrier of one simulation step? Target: under 5 us on free cores.
// And how much slower do rounds of 100 us of work get when other programs keep cores busy? In proportion, a two-thread
// round beside one busy core may take twice as long.
#include "engine/core/thread_pool.h"

#include <benchmark/benchmark.h>

#include <thread>
#include <vector>

namespace {

void empty_round(benchmark::State& state) {
  striate::ThreadPool pool(static_cast<int>(state.range(0)));
  const std::function<void(int)> nothing = [](int) {};
  for (auto _ : state)
    pool.run(nothing);
}

/// About 100 us of arithmetic that cannot be left out.
void work_100_us() {
  double x = 0.5;
  benchmark::DoNotOptimize(x);
  for (int i = 0; i < 30'000; ++i)
    x = x * 0.999 + 1e-3;
  benchmark::DoNotOptimize(x);
}

void working_round(benchmark::State& state) {
  std::vector<std::jthread> neighbours;
  for (int i = 0; i < state.range(1); ++i)
    neighbours.emplace_back([](const std::stop_token& stop) {
      while (!stop.stop_requested())
        work_100_us();
    });
  striate::ThreadPool pool(static_cast<int>(state.range(0)));
  const std::function<void(int)> work = [](int) { work_100_us(); };
  for (auto _ : state)
    pool.run(work);
}

} // namespace

BENCHMARK(empty_round)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(working_round)
    ->ArgNames({"threads", "busy"})
    ->Args({1, 0})
    ->Args({2, 0})
    ->Args({1, 1})
    ->Args({2, 1})
    ->Args({2, 2})
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();

BENCHMARK_MAIN();
