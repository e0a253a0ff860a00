// SPDX-License-Identifier: Apache-2.0
// The simulator against a plain double-precision program written from docs/model/dynamics.md#basis4-one-step, edge by
// edge, normalised as there; and against itself: any number of threads, saved and restored, reset.
#include "engine/simulation/background_counts.h"
#include "engine/simulation/basis4/simulator.h"
#include "hand_made_network.h"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <map>
#include <numbers>

using namespace striate;

namespace {

class Reference {
public:
  Reference(const hand_made::RandomNetwork& network, const ModelTables& tables, bool hard_reset)
      : network_(network), tables_(tables), hard_(hard_reset), v(network.models.size()), p_(v.size()), q_(v.size()),
        a_(v.size()), rho_(v.size()), z_(1, std::vector<int>(v.size())) {}

  void step(const std::vector<std::uint32_t>& lgn, std::span<const std::uint32_t> counts) {
    const std::size_t n = v.size();
    std::vector<std::array<double, 4>> drive(n);
    const auto add = [&](std::uint32_t target, double weight_pA, int slot, double times) {
      const CellModel& cell = model(target);
      const auto& basis = tables_.synapse[static_cast<std::size_t>(slot)][network_.models[target]].basis;
      for (std::size_t r = 0; r < 4; ++r)
        drive[target][r] += weight_pA / (cell.V_th_mV - cell.E_L_mV) * basis[r] * times;
    };
    for (const auto& edge : network_.edges.recurrent) {
      const std::size_t ago = static_cast<std::size_t>(edge.delay); // z_.back() is one step ago
      if (ago <= z_.size() && z_[z_.size() - ago][edge.source])
        add(edge.target, edge.weight, edge.slot, 1.0);
    }
    for (const auto& edge : network_.edges.lgn)
      for (const std::uint32_t unit : lgn)
        if (unit == edge.source)
          add(edge.target, edge.weight, 9, 1.0);
    for (const auto& edge : network_.edges.background)
      add(edge.target, edge.weight, 9, counts[edge.source]);

    std::vector<int> z(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      const CellModel& cell = model(i);
      const double scale = cell.V_th_mV - cell.E_L_mV;
      const double lambda = std::exp(-cell.g_nS / cell.C_m_pF);
      const int n_ref = std::max(1, static_cast<int>(std::ceil(cell.t_ref_ms)));
      const int fired = z_.back()[i];
      double current = a_[i][0] + a_[i][1];
      for (std::size_t r = 0; r < 4; ++r) {
        const double tau = tables_.basis_tau_ms[r];
        const double decay = std::exp(-1.0 / tau);
        const double old_p = p_[i][r];
        current += q_[i][r];
        p_[i][r] = decay * old_p + std::numbers::e / tau * drive[i][r];
        q_[i][r] = decay * q_[i][r] + decay * old_p;
      }
      for (std::size_t m = 0; m < 2; ++m)
        a_[i][m] = std::exp(-cell.asc_decay_per_ms[m]) * a_[i][m] + cell.asc_amp_pA[m] / scale * fired;
      const double u = lambda * v[i] + (1.0 - lambda) / cell.g_nS * current - fired;
      rho_[i] = std::max(rho_[i] + fired * n_ref - 1, 0);
      v[i] = hard_ && rho_[i] > 0 ? 0.0 : u;
      z[i] = v[i] - 1.0 > 0.0 && rho_[i] == 0;
    }
    z_.push_back(z);
  }

  std::vector<std::uint32_t> spikes() const {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t i = 0; i < v.size(); ++i)
      if (z_.back()[i])
        ids.push_back(i);
    return ids;
  }

private:
  const CellModel& model(std::uint32_t i) const { return tables_.cell_models[network_.models[i]]; }

  const hand_made::RandomNetwork& network_;
  const ModelTables& tables_;
  bool hard_;

public:
  std::vector<double> v;

private:
  std::vector<std::array<double, 4>> p_, q_;
  std::vector<std::array<double, 2>> a_;
  std::vector<int> rho_;
  std::vector<std::vector<int>> z_;
};

using Spikes = std::vector<std::vector<std::uint32_t>>;

Spikes run(Simulator& simulator, int steps, std::uint32_t units) {
  Spikes spikes;
  for (int t = 0; t < steps; ++t) {
    const auto fired = simulator.step({.lgn_spikes = hand_made::lgn_spikes(simulator.now(), units)});
    spikes.emplace_back(fired.begin(), fired.end());
  }
  return spikes;
}

std::size_t total(const Spikes& spikes) {
  std::size_t sum = 0;
  for (const auto& step : spikes)
    sum += step.size();
  return sum;
}

void check_equal(const SimulatorState& a, const SimulatorState& b) {
  CHECK(a.step == b.step);
  CHECK(a.v == b.v);
  CHECK(a.asc == b.asc);
  CHECK(a.psc == b.psc);
  CHECK(a.psc_rise == b.psc_rise);
  CHECK(a.refractory == b.refractory);
  CHECK(a.spikes == b.spikes);
}

SimulatorOptions with_threads(int threads) {
  SimulatorOptions options;
  options.threads = threads;
  return options;
}

} // namespace

TEST_CASE("Random network of 60 neurons: same spikes as the double-precision program, v within 1e-4") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  for (const bool hard : {false, true}) {
    SimulatorOptions options = with_threads(2);
    options.hard_reset = hard;
    CpuSimulator simulator(hand_made::network(random.models, random.edges), tables, options);
    BackgroundCounts counts(options.seed, options.trial, random.edges.background_sources, options.background_rate_Hz);
    Reference reference(random, tables, hard);
    std::size_t spikes = 0;
    double worst = 0.0;
    for (int t = 0; t < 300; ++t) {
      const auto lgn = hand_made::lgn_spikes(t, random.edges.lgn_units);
      reference.step(lgn, counts.draw(t));
      const auto fired = simulator.step({.lgn_spikes = lgn});
      REQUIRE(std::vector(fired.begin(), fired.end()) == reference.spikes());
      spikes += fired.size();
      const SimulatorState state = simulator.state();
      for (std::size_t i = 0; i < 60; ++i)
        worst = std::max(worst, std::abs(state.v[i] - reference.v[i]));
    }
    MESSAGE((hard ? "hard" : "soft") << " reset: " << spikes << " spikes, largest difference of v " << worst);
    CHECK(spikes > 300);
    CHECK(worst < 1e-4);
  }
}

TEST_CASE("The same bits for 1, 2, 3, 4 and 8 threads") {
  const ModelTables tables = hand_made::tables();
  for (const std::uint32_t neurons : {60u, 1500u}) {
    const hand_made::RandomNetwork random(neurons, 30, 11, 50.0f);
    const auto network = hand_made::network(random.models, random.edges);
    CpuSimulator one(network, tables, with_threads(1));
    const Spikes expected = run(one, 200, random.edges.lgn_units);
    CHECK(total(expected) > 200);
    for (const int threads : {2, 3, 4, 8}) {
      CpuSimulator several(network, tables, with_threads(threads));
      CHECK(several.threads() == threads);
      CHECK(run(several, 200, random.edges.lgn_units) == expected);
      check_equal(several.state(), one.state());
    }
  }
}

TEST_CASE(
    "A saved state continues bit for bit, in the same or another simulator, and leaves nothing of what ran before") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  const auto network = hand_made::network(random.models, random.edges);
  CpuSimulator reference(network, tables, with_threads(1));
  std::map<int, SimulatorState> saved;
  for (int t = 0; t <= 60; ++t) {
    saved[t] = reference.state();
    run(reference, 1, random.edges.lgn_units);
  }
  CpuSimulator other(network, tables, with_threads(2));
  run(other, 13, random.edges.lgn_units);
  for (const auto& [t, state] : saved) {
    other.restore(state);
    CHECK(other.now() == t);
    check_equal(other.state(), state);
    const Spikes continued = run(other, 61 - t, random.edges.lgn_units);
    check_equal(other.state(), reference.state());
  }
}

TEST_CASE("Reset returns to the zero state at step 0") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  CpuSimulator simulator(hand_made::network(random.models, random.edges), tables, with_threads(2));
  const SimulatorState zero = simulator.state();
  const Spikes first = run(simulator, 50, random.edges.lgn_units);
  simulator.reset();
  CHECK(simulator.now() == 0);
  check_equal(simulator.state(), zero);
  CHECK(run(simulator, 50, random.edges.lgn_units) == first);
}
