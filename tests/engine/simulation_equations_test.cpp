// SPDX-License-Identifier: Apache-2.0
// The equations of the reference dynamics, checked against numbers worked out by hand
// (docs/model/dynamics.md#basis4-one-step).
#include "engine/core/errors.h"
#include "engine/simulation/background_counts.h"
#include "engine/simulation/basis4/simulator.h"
#include "hand_made_network.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

using namespace striate;

namespace {

SimulatorOptions quiet(bool hard_reset = false) {
  SimulatorOptions options;
  options.threads = 1;
  options.background_rate_Hz = 0.0;
  options.hard_reset = hard_reset;
  return options;
}

/// (e / tau) n D^n: the alpha function with peak 1 at n ms.
double alpha(double tau, int n) {
  return n <= 0 ? 0.0 : n / tau * std::exp(1.0 - n / tau);
}

/// A cell without leak: v keeps its value to the last bit and rises by current / (C S).
ModelTables leakless_tables(double t_ref_ms) {
  ModelTables tables = hand_made::tables();
  CellModel& model = tables.cell_models[0];
  model.g_nS = 1e-12;
  model.t_ref_ms = t_ref_ms;
  model.asc_decay_per_ms = {0.1, 0.5};
  model.asc_amp_pA = {-7.0, 3.0};
  return tables;
}

/// Sets v of the only neuron of a simulator.
void set_v(Simulator& simulator, float v) {
  SimulatorState state = simulator.state();
  state.v[0] = v;
  simulator.restore(state);
}

} // namespace

TEST_CASE("One LGN event: alpha-shaped current from the next step, membrane two steps later") {
  const ModelTables tables = hand_made::tables();
  for (const std::uint16_t model : {std::uint16_t{0}, std::uint16_t{4}, std::uint16_t{8}}) {
    hand_made::Edges edges;
    edges.lgn_units = 1;
    edges.lgn = {{0, 0, 2.5f, 0, 9}};
    CpuSimulator simulator(hand_made::network({model}, edges), tables, quiet());
    const CellModel& cell = tables.cell_models[model];
    const double lambda = std::exp(-cell.g_nS / cell.C_m_pF);
    const double gain = (1.0 - lambda) / cell.g_nS / (cell.V_th_mV - cell.E_L_mV);
    double v = 0.0;
    const std::vector<std::uint32_t> spike{0};
    for (int t = 0; t < 40; ++t) {
      simulator.step({.lgn_spikes = t == 0 ? std::span<const std::uint32_t>(spike) : std::span<const std::uint32_t>()});
      const SimulatorState state = simulator.state();
      double current_before = 0.0;
      for (std::size_t r = 0; r < 4; ++r) {
        const double peak = 2.5 * tables.synapse[9][model].basis[r];
        CHECK(state.psc[r] == doctest::Approx(peak * alpha(tables.basis_tau_ms[r], t)).epsilon(1e-5));
        current_before += peak * alpha(tables.basis_tau_ms[r], t - 1);
      }
      v = lambda * v + gain * current_before;
      CHECK(state.v[0] == doctest::Approx(v).epsilon(1e-5));
      CHECK((state.v[0] != 0.0f) == (t >= 2));
    }
  }
}

TEST_CASE("One recurrent event: delay d reaches psc_rise at s + d, psc at s + d + 1, v at s + d + 2") {
  const ModelTables tables = hand_made::tables();
  for (const int delay : {1, 2, 3, 7}) {
    hand_made::Edges edges;
    edges.recurrent = {{0, 1, -3.0f, delay, 2}, {0, 0, 0.0f, 7, 2}};
    CpuSimulator simulator(hand_made::network({2, 5}, edges), tables, quiet());
    SimulatorState state = simulator.state();
    REQUIRE(state.spikes.size() == 7);
    state.spikes[0] = {0}; // neuron 0 fired at step -1
    simulator.restore(state);
    for (int t = 0; t < 20; ++t) {
      simulator.step({});
      state = simulator.state();
      const int since_arrival = t - (-1 + delay);
      for (std::size_t r = 0; r < 4; ++r) {
        const double peak = -3.0 * tables.synapse[2][5].basis[r];
        CHECK((state.psc_rise[2 * r + 1] != 0.0f) == (since_arrival >= 0));
        CHECK(state.psc[2 * r + 1] ==
              doctest::Approx(peak * alpha(tables.basis_tau_ms[r], since_arrival)).epsilon(1e-5));
      }
      CHECK((state.v[1] != 0.0f) == (since_arrival >= 2));
    }
  }
}

TEST_CASE("Refractory table for n_ref = 1, 2, 3, soft and hard reset") {
  for (const bool hard : {false, true})
    for (const int n_ref : {1, 2, 3}) {
      CAPTURE(hard);
      CAPTURE(n_ref);
      // t_ref is rounded up: 1.25 ms is two steps; 0 ms still is one.
      const double t_ref_ms = n_ref == 1 ? 0.0 : n_ref - 0.75;
      CpuSimulator simulator(hand_made::network({0}, {}), leakless_tables(t_ref_ms), quiet(hard));
      set_v(simulator, 9.5f);
      for (int t = 0; t < 7; ++t) {
        const bool fires = simulator.step({}).size() == 1;
        const int phase = t % n_ref;
        // Soft: every spike subtracts 1 a step later and nothing else happens. Hard: clamped to 0 after the first
        // spike, so with n_ref > 1 there is none to follow.
        const bool expected = hard && n_ref > 1 ? t == 0 : phase == 0;
        CHECK(fires == expected);
        const int expected_rho = t == 0 || expected ? 0 : hard && n_ref > 1 ? std::max(0, n_ref - t) : n_ref - phase;
        const SimulatorState state = simulator.state();
        CHECK(state.refractory[0] == expected_rho);
        CHECK(simulator.sample(0).refractory == (expected_rho > 0));
        if (hard && n_ref > 1 && t > 0 && t < n_ref)
          CHECK(state.v[0] == 0.0f);
      }
    }
}

TEST_CASE("v exactly at threshold does not fire; the next float does") {
  CpuSimulator simulator(hand_made::network({0}, {}), leakless_tables(3.0), quiet());
  set_v(simulator, 1.0f);
  CHECK(simulator.step({}).empty());
  CHECK(simulator.state().v[0] == 1.0f);
  set_v(simulator, std::nextafter(1.0f, 2.0f));
  CHECK(simulator.step({}).size() == 1);
}

TEST_CASE("A spike lowers v by 1 one step later and its after-spike current acts two steps later") {
  const ModelTables tables = leakless_tables(3.0);
  CpuSimulator simulator(hand_made::network({0}, {}), tables, quiet());
  set_v(simulator, 1.5f);
  const double per_pA =
      1.0 / (tables.cell_models[0].C_m_pF * (tables.cell_models[0].V_th_mV - tables.cell_models[0].E_L_mV));
  REQUIRE(simulator.step({}).size() == 1);
  CHECK(simulator.state().v[0] == 1.5f); // the overshoot is kept
  CHECK(simulator.state().asc[0] == 0.0f);
  simulator.step({});
  CHECK(simulator.state().v[0] == 0.5f);
  double v = 0.5;
  for (int n = 0; n < 10; ++n) {
    const SimulatorState state = simulator.state();
    const double slow = -7.0 * std::exp(-0.1 * n);
    const double fast = 3.0 * std::exp(-0.5 * n);
    CHECK(state.asc[0] == doctest::Approx(slow).epsilon(1e-5));
    CHECK(state.asc[1] == doctest::Approx(fast).epsilon(1e-5));
    CHECK(simulator.sample(0).asc_pA == doctest::Approx(slow + fast).epsilon(1e-5));
    simulator.step({});
    v += per_pA * (slow + fast);
    CHECK(simulator.state().v[0] == doctest::Approx(v).epsilon(1e-6));
  }
}

TEST_CASE("Background counts multiply the weight and act at once") {
  const ModelTables tables = hand_made::tables();
  hand_made::Edges edges;
  edges.background_sources = 3;
  edges.background = {{1, 0, 4.0f}, {2, 0, -0.5f}};
  SimulatorOptions options;
  options.threads = 1;
  options.background_rate_Hz = 1500.0;
  CpuSimulator simulator(hand_made::network({3}, edges), tables, options);
  BackgroundCounts counts(options.seed, options.trial, 3, options.background_rate_Hz);
  double rise = 0.0;
  bool several = false;
  for (int t = 0; t < 50; ++t) {
    simulator.step({});
    const auto drawn = counts.draw(t);
    several |= drawn[1] > 1;
    const double tau = tables.basis_tau_ms[1];
    rise = std::exp(-1.0 / tau) * rise +
           (4.0 * drawn[1] - 0.5 * drawn[2]) * tables.synapse[9][3].basis[1] * std::numbers::e / tau;
    CHECK(simulator.state().psc_rise[1] == doctest::Approx(rise).epsilon(1e-5));
  }
  CHECK(several);
}

TEST_CASE("sample() reports millivolts and picoamperes") {
  const ModelTables tables = hand_made::tables();
  hand_made::Edges edges;
  edges.lgn_units = 1;
  edges.lgn = {{0, 0, 30.0f, 0, 9}};
  CpuSimulator simulator(hand_made::network({1}, edges), tables, quiet());
  const std::vector<std::uint32_t> spike{0};
  for (int t = 0; t < 5; ++t)
    simulator.step({.lgn_spikes = spike});
  const SimulatorState state = simulator.state();
  const NeuronSample sample = simulator.sample(0);
  CHECK(sample.threshold_mV == doctest::Approx(-47.5));
  CHECK(sample.v_mV == doctest::Approx(-75.0 + 27.5 * state.v[0]));
  CHECK(sample.synaptic_pA == doctest::Approx(state.psc[0] + state.psc[1] + state.psc[2] + state.psc[3]));
}

TEST_CASE("Background counts are Poisson, independent and keyed by seed, trial, step and source") {
  BackgroundCounts counts(3000, 0, 100, 250.0);
  constexpr int steps = 4000;
  constexpr double n = 100.0 * steps;
  double sum = 0.0, squares = 0.0, products = 0.0;
  double seen[4] = {};
  for (int t = 0; t < steps; ++t) {
    const auto drawn = counts.draw(t);
    for (std::size_t source = 0; source < drawn.size(); ++source) {
      const double count = drawn[source];
      sum += count;
      squares += count * count;
      products += count * drawn[(source + 1) % drawn.size()];
      ++seen[std::min<std::uint32_t>(3, drawn[source])];
    }
  }
  const double mean = sum / n;
  CHECK(std::abs(mean - 0.25) < 5 * std::sqrt(0.25 / n));
  CHECK(squares / n - mean * mean == doctest::Approx(0.25).epsilon(0.02));
  CHECK(std::abs(products / n - mean * mean) < 5 * 0.25 / std::sqrt(n));
  double probability = std::exp(-0.25), rest = 1.0;
  for (int k = 0; k < 3; ++k) {
    CHECK(std::abs(seen[k] / n - probability) < 5 * std::sqrt(probability / n));
    rest -= probability;
    probability *= 0.25 / (k + 1);
  }
  CHECK(std::abs(seen[3] / n - rest) < 5 * std::sqrt(rest / n));

  const auto copy = [](std::span<const std::uint32_t> drawn) { return std::vector(drawn.begin(), drawn.end()); };
  const auto first = copy(counts.draw(17));
  CHECK(copy(counts.draw(18)) != first);
  CHECK(copy(counts.draw(17)) == first);
  CHECK(copy(BackgroundCounts(3000, 0, 7, 250.0).draw(17)) == std::vector(first.begin(), first.begin() + 7));
  CHECK(copy(BackgroundCounts(3001, 0, 100, 250.0).draw(17)) != first);
  CHECK(copy(BackgroundCounts(3000, 1, 100, 250.0).draw(17)) != first);
}

TEST_CASE("Background rate: none, high, impossible") {
  BackgroundCounts none(1, 0, 8, 0.0);
  for (int t = 0; t < 100; ++t)
    for (const std::uint32_t count : none.draw(t))
      CHECK(count == 0);
  BackgroundCounts high(1, 0, 100, 60'000.0);
  double sum = 0.0;
  for (int t = 0; t < 100; ++t)
    for (const std::uint32_t count : high.draw(t))
      sum += count;
  CHECK(sum / 10'000 == doctest::Approx(60.0).epsilon(0.01));
  CHECK_THROWS_WITH_AS(BackgroundCounts(1, 0, 8, -1.0),
                       "The background rate is -1 Hz; it must be between 0 and 100000 Hz.", Error);
  CHECK_THROWS_AS(BackgroundCounts(1, 0, 8, std::nan("")), Error);
}
