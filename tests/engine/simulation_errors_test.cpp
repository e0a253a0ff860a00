// SPDX-License-Identifier: Apache-2.0
// What cannot be simulated is refused with a sentence, at construction or at the call, and leaves the simulator usable.
#include "engine/core/errors.h"
#include "engine/simulation/background.h"
#include "engine/simulation/basis4/simulator.h"
#include "hand_made_network.h"
#include "tests/support/sentences.h"

#include <doctest/doctest.h>
#include <functional>
#include <string>

using namespace striate;
using namespace striate::test;

namespace {

/// Two neurons, a few edges of every kind, spoiled by `spoil`.
std::string error_of_network(const std::function<void(Network&)>& spoil) {
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 1.0f, 1, 0}, {0, 0, 1.0f, 1, 0}, {1, 0, -1.0f, 2, 6}};
  edges.lgn_units = 2;
  edges.lgn = {{0, 0, 5.0f, 0, 9}, {1, 1, 5.0f, 0, 9}};
  edges.background_sources = 3;
  edges.background = {{0, 0, 5.0f}, {2, 1, 5.0f}};
  const auto network = hand_made::network({0, 6}, edges);
  spoil(*network);
  return error_of([&] { CpuSimulator(network, hand_made::tables(), {}); });
}

} // namespace

TEST_CASE("Networks that cannot be simulated") {
  CHECK(error_of_network([](Network&) {}) == "no error");
  CHECK(contains(error_of([] { make_cpu_simulator(nullptr, {}); }), "There is no network"));
  CHECK(
      contains(error_of([] { CpuSimulator(hand_made::network({}, {}), hand_made::tables(), {}); }), "has no neurons"));
  CHECK(contains(error_of_network([](Network& n) { n.neurons.x_um.pop_back(); }), "neuron table has 1 rows"));
  CHECK(contains(error_of_network([](Network& n) { n.neurons.population.pop_back(); }),
                 "2 cell models but 1 populations"));
  CHECK(contains(error_of_network([](Network& n) { n.neurons.model[1] = 77; }), "neuron 1 has cell model 77"));
  CHECK(contains(error_of_network([](Network& n) { n.recurrent.target[0] = 2; }), "recurrent projection has targets"));
  CHECK(contains(error_of_network([](Network& n) { std::swap(n.recurrent.target[0], n.recurrent.target[1]); }),
                 "targets out of order"));
  CHECK(contains(error_of_network([](Network& n) { n.lgn.target[1] = 9; }), "LGN projection has targets"));
  CHECK(contains(error_of_network([](Network& n) { n.recurrent.runs[0].delay = 0; }), "delay of 0 ms"));
  CHECK(contains(error_of_network([](Network& n) { n.recurrent.runs[0].slot = 10; }), "synapse slot 10"));
  CHECK(contains(error_of_network([](Network& n) { n.recurrent.weight.pop_back(); }), "3 targets but 2 weights"));
  CHECK(contains(error_of_network([](Network& n) { n.recurrent.source_count = 1; }), "1 sources"));
  CHECK(contains(error_of_network([](Network& n) { n.lgn.target_count = 5; }), "made for 5 neurons"));
  CHECK(contains(error_of_network([](Network& n) { n.lgn.row_run.pop_back(); }), "row index of its LGN projection"));
  CHECK(contains(error_of_network([](Network& n) { n.background.source[0] = 3; }), "names source 3"));
  CHECK(contains(error_of_network([](Network& n) { n.background.row_start.pop_back(); }), "background projection"));
}

TEST_CASE("Cell models that cannot be simulated") {
  ModelTables tables = hand_made::tables();
  tables.cell_models[4].g_nS = 0.0;
  CHECK(contains(error_of([&] { CpuSimulator(hand_made::network({4}, {}), tables, {}); }), "Cell model 1004"));
}

TEST_CASE("A network without any synapse runs") {
  CpuSimulator simulator(hand_made::network({0, 1, 2}, {}), hand_made::tables(), {});
  for (int t = 0; t < 5; ++t)
    CHECK(simulator.step({}).empty());
  CHECK(simulator.now() == 5);
}

TEST_CASE("Calls that make no sense change nothing") {
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 1.0f, 3, 0}};
  edges.lgn_units = 2;
  edges.lgn = {{1, 1, 5.0f, 0, 9}};
  CpuSimulator simulator(hand_made::network({0, 6}, edges), hand_made::tables(), {});
  const std::vector<std::uint32_t> unknown_unit{2};
  CHECK(contains(error_of([&] { simulator.step({.lgn_spikes = unknown_unit}); }), "LGN unit 2 fires at step 0"));
  CHECK(contains(error_of([&] { simulator.sample(2); }), "Neuron 2"));
  const auto error_of_state = [&](const std::function<void(SimulatorState&)>& spoil) {
    SimulatorState state = simulator.state();
    spoil(state);
    return error_of([&] { simulator.restore(state); });
  };
  CHECK(error_of_state([](SimulatorState&) {}) == "no error");
  CHECK(contains(error_of_state([](SimulatorState& s) { s.v.push_back(0.0f); }), "3 values of the membrane potential"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.asc.pop_back(); }), "after-spike"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.psc.clear(); }), "0 values of the synaptic currents"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.psc_rise.clear(); }), "rise"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.refractory.clear(); }), "refractory counters"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.refractory[0] = 100; }), "neuron 0 refractory for 100"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.spikes.pop_back(); }), "spike memory"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.spikes[1] = {2}; }), "spikes of 2 steps ago"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.spikes[1] = {1, 0}; }), "out of order"));
  CHECK(contains(error_of_state([](SimulatorState& s) { s.step = -1; }), "step -1"));
  CHECK(simulator.now() == 0);
  simulator.step({});
}

TEST_CASE("Background synapses by source") {
  const auto gathered = hand_made::background({{2, 0, 1.0f}, {0, 0, 2.0f}, {2, 1, 3.0f}, {2, 1, 4.0f}}, 4, 3);
  const Projection rows = background_by_source(gathered, 3);
  CHECK(rows.source_count == 4);
  CHECK(rows.target == std::vector<std::uint32_t>{0, 0, 1, 1});
  CHECK(rows.weight == std::vector<float>{2.0f, 1.0f, 3.0f, 4.0f});
  std::vector<std::uint64_t> begins;
  for (const EdgeRun& run : rows.runs)
    begins.push_back(run.begin);
  CHECK(begins == std::vector<std::uint64_t>{0, 1, 1, 4, 4});
}

TEST_CASE("Ranges of the threads cover all neurons once, cut at cache lines") {
  const hand_made::RandomNetwork random(1500, 30, 11, 50.0f);
  const auto network = hand_made::network(random.models, random.edges);
  for (const int threads : {1, 2, 5, 200}) {
    const auto bounds = balanced_bounds(*network, threads);
    REQUIRE(bounds.size() == static_cast<std::size_t>(threads) + 1);
    CHECK(bounds.front() == 0);
    CHECK(bounds.back() == 1500);
    for (std::size_t t = 1; t < bounds.size(); ++t) {
      CHECK(bounds[t - 1] <= bounds[t]);
      if (t + 1 < bounds.size() && bounds[t] != 1500)
        CHECK(bounds[t] % 16 == 0);
    }
  }
}
