// SPDX-License-Identifier: Apache-2.0
// The smallest built-in network, generated and run: delays as the reference rounds them, the same spikes for any number
// of threads, activity that neither dies nor explodes.
#include "engine/core/random.h"
#include "engine/simulation/simulator.h"
#include "tests/engine/network_support.h"

#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

using namespace striate;

namespace {

/// Spikes of 17,400 units that fire independently at 6.4 Hz.
std::vector<std::uint32_t> spontaneous_lgn(std::int64_t step, std::uint32_t units) {
  std::vector<std::uint32_t> spikes;
  for (std::uint32_t unit = 0; unit < units; ++unit)
    if (uniform_float(philox(1, Stream::lgn_spikes, static_cast<std::uint32_t>(step), unit, 0).x0) < 0.0064f)
      spikes.push_back(unit);
  return spikes;
}

} // namespace

TEST_CASE("Generated network, R = 50 um") {
  const auto network = test::build(test::recipe_for(50.0));
  const std::uint32_t neurons = network->neurons.size();

  SUBCASE("Delays are the tables' milliseconds rounded half to even, at least 1") {
    const ModelTables& tables = model_tables();
    const Projection& recurrent = network->recurrent;
    std::size_t wrong = 0;
    for (std::uint32_t source = 0; source < recurrent.source_count; ++source) {
      const auto pre = static_cast<std::size_t>(tables.populations[network->neurons.population[source]].synaptic_class);
      for (const EdgeRun& run : recurrent.row(source))
        for (std::uint64_t edge = run.begin; edge < recurrent.run_end(run); ++edge) {
          const auto population = network->neurons.population[recurrent.target[edge]];
          const auto post = static_cast<std::size_t>(tables.populations[population].synaptic_class);
          wrong += run.slot != pre || run.delay != std::max(1.0, std::nearbyint(tables.delay_ms[pre][post]));
        }
    }
    CHECK(wrong == 0);
  }

  SUBCASE("Same spikes for 1, 2, 3, 4 and 8 threads; rates are those of a living cortex") {
    std::vector<std::vector<std::uint32_t>> expected;
    for (const int threads : {1, 2, 3, 4, 8}) {
      SimulatorOptions options;
      options.threads = threads;
      const auto simulator = make_cpu_simulator(network, options);
      std::vector<std::vector<std::uint32_t>> spikes;
      for (int t = 0; t < 400; ++t) {
        const auto fired = simulator->step({.lgn_spikes = spontaneous_lgn(t, network->lgn.source_count)});
        spikes.emplace_back(fired.begin(), fired.end());
      }
      if (threads == 1) {
        double total = 0.0;
        for (const auto& step : spikes)
          total += static_cast<double>(step.size());
        const double rate_Hz = total / neurons / 0.4;
        MESSAGE(neurons << " neurons, mean rate " << rate_Hz << " Hz");
        CHECK(rate_Hz > 0.1);
        CHECK(rate_Hz < 100.0);
        expected = spikes;
      }
      CHECK(spikes == expected);
    }
  }
}
