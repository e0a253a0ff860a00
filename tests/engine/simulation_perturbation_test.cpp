// SPDX-License-Identifier: Apache-2.0
// Perturbations against networks that are built the way the perturbation makes them, and against hand-worked numbers.
#include "simulation_support.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

const hand_made::RandomNetwork& random_network() {
  static const hand_made::RandomNetwork network(600, 20, 5, 60.0f);
  return network;
}

CpuSimulator simulator_of(const hand_made::Edges& edges, int threads = 2) {
  return CpuSimulator(hand_made::network(random_network().models, edges), hand_made::tables(), options_with(threads));
}

constexpr int steps = 150;
constexpr std::uint32_t units = 40;

} // namespace

TEST_CASE("An empty perturbation and one that changes nothing are bit for bit the free run") {
  auto free = simulator_of(random_network().edges);
  auto empty = simulator_of(random_network().edges);
  auto neutral = simulator_of(random_network().edges);
  empty.perturb({});
  const std::size_t n = random_network().models.size();
  neutral.perturb({std::vector<float>(n, 0.0f), std::vector<std::uint8_t>(n, 0), std::vector<float>(n, 1.0f),
                   std::vector<float>(n, 1.0f)});
  const SpikeTrains expected = run(free, steps, units);
  CHECK(total(expected) > 500);
  CHECK(run(empty, steps, units) == expected);
  CHECK(run(neutral, steps, units) == expected);
  CHECK(same_state(empty.state(), free.state()));
  CHECK(same_state(neutral.state(), free.state()));
}

TEST_CASE("Scaled weights are those of a network built with scaled weights, bit for bit, for any number of threads") {
  const std::size_t n = random_network().models.size();
  Perturbation perturbation;
  perturbation.incoming.assign(n, 1.0f);
  perturbation.outgoing.assign(n, 1.0f);
  // Powers of two: the order of rounding does not matter then.
  for (std::size_t i = 0; i < n; ++i) {
    perturbation.incoming[i] = i % 3 == 0 ? 0.5f : 1.0f;
    perturbation.outgoing[i] = i % 5 == 0 ? 0.0f : i % 7 == 0 ? 2.0f : 1.0f;
  }
  hand_made::Edges edges = random_network().edges;
  for (auto& edge : edges.recurrent)
    edge.weight *= perturbation.outgoing[edge.source] * perturbation.incoming[edge.target];
  auto built = simulator_of(edges);
  const SpikeTrains expected = run(built, steps, units);
  auto free = simulator_of(random_network().edges);
  CHECK(run(free, steps, units) != expected);
  for (const int threads : {1, 2, 3, 8}) {
    auto perturbed = simulator_of(random_network().edges, threads);
    perturbed.perturb(perturbation);
    CHECK(run(perturbed, steps, units) == expected);
  }
}

TEST_CASE("A perturbation acts on spikes that are under way and ends when it is taken back") {
  const ModelTables tables = hand_made::tables();
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 40.0f, 5, 0}};
  CpuSimulator simulator(hand_made::network({0, 3}, edges), tables, options_with(1));
  SimulatorState state = simulator.state();
  state.spikes[0] = {0};
  simulator.restore(state); // arrives in step 4
  simulator.step({});
  simulator.step({});
  simulator.perturb({{}, {}, {3.0f, 1.0f}, {}});
  simulator.step({});
  simulator.step({});
  simulator.step({});
  CHECK(simulator.state().psc_rise[1] == doctest::Approx(120.0 * tables.synapse[0][3].basis[0] * 2.74688315));
  simulator.restore(state);
  simulator.perturb({});
  for (int t = 0; t < 5; ++t)
    simulator.step({});
  CHECK(simulator.state().psc_rise[1] == doctest::Approx(40.0 * tables.synapse[0][3].basis[0] * 2.74688315));
}

TEST_CASE("Added current charges the membrane as C dV/dt = -g (V - E_L) + I says") {
  const ModelTables tables = hand_made::tables();
  CpuSimulator simulator(hand_made::network({2, 2}, {}), tables, options_with(1));
  simulator.perturb({{0.0f, 25.0f}, {}, {}, {}});
  const CellModel& cell = tables.cell_models[2];
  for (int t = 1; t <= 30; ++t) {
    simulator.step({});
    const double expected = cell.E_L_mV + 25.0 / cell.g_nS * (1.0 - std::exp(-t * cell.g_nS / cell.C_m_pF));
    CHECK(simulator.sample(1).v_mV == doctest::Approx(expected).epsilon(1e-5));
    CHECK(simulator.sample(0).v_mV == doctest::Approx(cell.E_L_mV));
  }
}

TEST_CASE("Silenced neurons stay at rest and fire no more; let go, they fire again") {
  auto simulator = simulator_of(random_network().edges);
  const std::size_t n = random_network().models.size();
  run(simulator, 50, units);
  Perturbation perturbation;
  perturbation.silenced.assign(n, 0);
  for (std::size_t i = 100; i < 300; ++i)
    perturbation.silenced[i] = 1;
  simulator.perturb(perturbation);
  const auto in_range = [](const SpikeTrains& trains) {
    std::size_t count = 0;
    for (const auto& step : trains)
      for (const std::uint32_t id : step)
        count += id >= 100 && id < 300;
    return count;
  };
  const SpikeTrains during = run(simulator, 100, units);
  CHECK(in_range(during) == 0);
  CHECK(total(during) > 200);
  std::vector<std::uint32_t> some{100, 200, 299};
  std::vector<float> v(3);
  simulator.read(NeuronVariable::v_mV, some, v);
  for (std::size_t k = 0; k < 3; ++k)
    CHECK(v[k] == doctest::Approx(hand_made::tables().cell_models[random_network().models[some[k]]].E_L_mV));
  // A state saved meanwhile is a sound one.
  const SimulatorState state = simulator.state();
  simulator.restore(state);
  simulator.perturb({});
  CHECK(in_range(run(simulator, 100, units)) > 20);
}

TEST_CASE("Perturbations that do not fit are refused and leave the old one") {
  auto simulator = simulator_of(random_network().edges);
  auto free = simulator_of(random_network().edges);
  CHECK(contains(error_of([&] { simulator.perturb({{1.0f}, {}, {}, {}}); }), "1 neurons but the network has 600"));
  CHECK(contains(error_of([&] { simulator.perturb({{}, {1, 0}, {}, {}}); }), "silenced mask for 2"));
  std::vector<float> bad(600, 1.0f);
  bad[17] = std::numeric_limits<float>::quiet_NaN();
  CHECK(contains(error_of([&] { simulator.perturb({{}, {}, bad, {}}); }), "outgoing weights = nan for neuron 17"));
  CHECK(run(simulator, 50, units) == run(free, 50, units));
}
