// SPDX-License-Identifier: Apache-2.0
// What comes in from outside and what can be read: replayed background spikes, variables, currents by source.
#include "engine/simulation/background_counts.h"
#include "simulation_support.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

const hand_made::RandomNetwork& random_network() {
  static const hand_made::RandomNetwork network(300, 20, 5, 60.0f);
  return network;
}

CpuSimulator simulator_of(const hand_made::Edges& edges, int threads = 2) {
  return CpuSimulator(hand_made::network(random_network().models, edges), hand_made::tables(), options_with(threads));
}

constexpr std::uint32_t units = 40;

float read_one(const Simulator& simulator, NeuronVariable variable, std::uint32_t neuron) {
  float value = 0.0f;
  simulator.read(variable, {&neuron, 1}, {&value, 1});
  return value;
}

} // namespace

TEST_CASE("The step of this back end is 1 ms") {
  CHECK(simulator_of(random_network().edges).dt_ms() == 1.0);
}

TEST_CASE("Replayed background spikes stand in for the generated ones") {
  auto generated = simulator_of(random_network().edges);
  auto replayed = simulator_of(random_network().edges);
  auto none = simulator_of(random_network().edges);
  auto without = simulator_of([] {
    hand_made::Edges edges = random_network().edges;
    edges.background.clear();
    return edges;
  }());
  const SimulatorOptions options;
  BackgroundCounts counts(options.seed, options.trial, random_network().edges.background_sources,
                          options.background_rate_Hz);
  bool several = false;
  for (int t = 0; t < 120; ++t) {
    const auto lgn = hand_made::lgn_spikes(t, units);
    std::vector<std::uint32_t> ids;
    const auto drawn = counts.draw(t);
    for (std::uint32_t source = 10; source-- > 0;) // in any order
      ids.insert(ids.end(), drawn[source], source);
    several |= std::any_of(drawn.begin(), drawn.end(), [](std::uint32_t count) { return count > 1; });
    generated.step({.lgn_spikes = lgn});
    replayed.step({.lgn_spikes = lgn, .background_spikes = ids});
    none.step({.lgn_spikes = lgn, .background_spikes = std::span<const std::uint32_t>()});
    without.step({.lgn_spikes = lgn});
  }
  CHECK(several);
  CHECK(same_state(replayed.state(), generated.state()));
  CHECK(same_state(none.state(), without.state()));
  CHECK(!same_state(none.state(), generated.state()));
  const std::vector<std::uint32_t> unknown{3, 10};
  const SimulatorState before = replayed.state();
  CHECK(contains(error_of([&] { replayed.step({.background_spikes = unknown}); }), "Background source 10 fires"));
  CHECK(same_state(replayed.state(), before));
}

TEST_CASE("Currents by source add up to the total and each follows its own source alone") {
  std::vector<std::uint32_t> watched{299, 3, 3, 150, 77};
  for (const int threads : {1, 3}) {
    auto simulator = simulator_of(random_network().edges, threads);
    simulator.watch_sources(watched);
    // Twins that get the same spikes from one source only: their total is that source's current.
    auto lgn_only = simulator_of([] {
      hand_made::Edges edges = random_network().edges;
      edges.background.clear();
      edges.recurrent.clear();
      return edges;
    }());
    for (int t = 0; t < 200; ++t) {
      const auto lgn = hand_made::lgn_spikes(t, units);
      simulator.step({.lgn_spikes = lgn});
      lgn_only.step({.lgn_spikes = lgn});
      for (const std::uint32_t neuron : watched) {
        const float recurrent = read_one(simulator, NeuronVariable::recurrent_pA, neuron);
        const float from_lgn = read_one(simulator, NeuronVariable::lgn_pA, neuron);
        const float background = read_one(simulator, NeuronVariable::background_pA, neuron);
        const float sum = read_one(simulator, NeuronVariable::synaptic_pA, neuron);
        const double largest = std::abs(recurrent) + std::abs(from_lgn) + std::abs(background) + 1.0;
        CHECK(std::abs(recurrent + from_lgn + background - sum) < 1e-5 * largest);
        CHECK(from_lgn ==
              doctest::Approx(read_one(lgn_only, NeuronVariable::synaptic_pA, neuron)).epsilon(1e-4).scale(1.0));
      }
    }
    CHECK(read_one(simulator, NeuronVariable::recurrent_pA, 150) != 0.0f);
    CHECK(contains(error_of([&] { read_one(simulator, NeuronVariable::lgn_pA, 4); }), "neuron 4 by source are not"));

    // A saved state keeps the split; the free run is the same as the watched one.
    auto other = simulator_of(random_network().edges);
    other.watch_sources(watched);
    other.restore(simulator.state());
    auto free = simulator_of(random_network().edges);
    free.restore(simulator.state());
    run(simulator, 20, units);
    run(other, 20, units);
    run(free, 20, units);
    CHECK(same_state(free.state(), simulator.state()));
    for (const std::uint32_t neuron : watched)
      CHECK(read_one(other, NeuronVariable::recurrent_pA, neuron) ==
            read_one(simulator, NeuronVariable::recurrent_pA, neuron));
    simulator.reset();
    CHECK(read_one(simulator, NeuronVariable::recurrent_pA, 150) == 0.0f);
  }
}

TEST_CASE("read() agrees with sample() and the state, and refuses what is not there") {
  auto simulator = simulator_of(random_network().edges);
  run(simulator, 60, units);
  const SimulatorState state = simulator.state();
  std::vector<std::uint32_t> all(300);
  std::iota(all.begin(), all.end(), 0u);
  std::vector<float> v(300), asc(300), synaptic(300), refractory(300);
  simulator.read(NeuronVariable::v_mV, all, v);
  simulator.read(NeuronVariable::asc_pA, all, asc);
  simulator.read(NeuronVariable::synaptic_pA, all, synaptic);
  simulator.read(NeuronVariable::refractory_steps, all, refractory);
  std::size_t waiting = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const NeuronSample sample = simulator.sample(i);
    CHECK(v[i] == sample.v_mV);
    CHECK(asc[i] == sample.asc_pA);
    CHECK(synaptic[i] == sample.synaptic_pA);
    const bool fired = std::binary_search(state.spikes[0].begin(), state.spikes[0].end(), i);
    const int n_ref = static_cast<int>(std::ceil(hand_made::tables().cell_models[random_network().models[i]].t_ref_ms));
    CHECK(refractory[i] == (fired ? n_ref - 1 : std::max(0, state.refractory[i] - 1)));
    waiting += refractory[i] > 0.0f;
  }
  CHECK(waiting > 0);
  std::vector<float> two(2);
  CHECK(contains(error_of([&] { simulator.read(NeuronVariable::v_mV, all, two); }), "300 neurons were requested"));
  const std::vector<std::uint32_t> outside{300};
  CHECK(contains(error_of([&] { simulator.read(NeuronVariable::v_mV, outside, std::span(two).first(1)); }),
                 "Neuron 300"));
  CHECK(contains(error_of([&] { simulator.watch_sources(outside); }), "neuron 300"));
}
