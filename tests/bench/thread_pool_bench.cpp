// What does one round of the pool cost, that is the barrier of one simulation step? Target: under 5 us on free cores.
#include "engine/core/thread_pool.h"

#include <benchmark/benchmark.h>

namespace {

void empty_round(benchmark::State& state) {
  striate::ThreadPool pool(static_cast<int>(state.range(0)));
  const std::function<void(int)> nothing = [](int) {};
  for (auto _ : state)
    pool.run(nothing);
}

} // namespace

BENCHMARK(empty_round)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond)->UseRealTime();

BENCHMARK_MAIN();
