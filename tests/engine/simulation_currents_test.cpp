// SPDX-License-Identifier: Apache-2.0
// Rates that act as currents, and the background in blocks of steps.
#include "engine/simulation/background_block.h"
#include "nest_golden.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

/// One neuron, three LGN units and three background sources.
std::shared_ptr<const Network> one_neuron() {
  hand_made::Edges edges;
  edges.lgn_units = 3;
  edges.lgn = {{0, 0, 30.0f, 0, 9}, {1, 0, 20.0f, 0, 9}, {2, 0, 10.0f, 0, 9}};
  edges.background_sources = 3;
  edges.background = {{1, 0, 4.0f}, {2, 0, -0.5f}};
  return hand_made::network({3}, edges);
}

SimulatorOptions without_background() {
  SimulatorOptions options = options_with(1);
  options.background_rate_Hz = 0.0;
  return options;
}

} // namespace

TEST_CASE("An LGN unit sends the amount that is given for it") {
  const ModelTables tables = hand_made::tables();
  const auto network = one_neuron();
  CpuSimulator spikes(network, tables, without_background()), currents(network, tables, without_background());
  const std::vector<std::uint32_t> all{0, 2}, first{0};
  const std::vector<float> amounts{0.25f, 1.75f};
  spikes.step({.lgn_spikes = first});
  currents.step({.lgn_spikes = all, .lgn_amounts = amounts});
  const double expected = (0.25 * 30.0 + 1.75 * 10.0) / 30.0;
  for (std::size_t r = 0; r < 4; ++r) {
    CAPTURE(r);
    CHECK(currents.state().psc_rise[r] == doctest::Approx(expected * spikes.state().psc_rise[r]).epsilon(1e-6));
  }
}

TEST_CASE("Amounts that make no sense are refused before anything has changed") {
  const ModelTables tables = hand_made::tables();
  CpuSimulator simulator(one_neuron(), tables, without_background());
  const auto refused = [&](std::vector<std::uint32_t> units, std::vector<float> amounts, const char* part) {
    const std::string text = error_of([&] { simulator.step({.lgn_spikes = units, .lgn_amounts = amounts}); });
    CAPTURE(text);
    CHECK(contains(text, part));
  };
  refused({0, 1}, {0.5f}, "1 amounts were given for 2 LGN units at step 0");
  refused({0, 1}, {0.5f, std::numeric_limits<float>::quiet_NaN()}, "LGN unit 1 at step 0");
  refused({1, 1}, {0.5f, 0.5f}, "LGN unit 1 at step 0");
  CHECK(simulator.now() == 0);
}

TEST_CASE("The background as a current: the mean in every step, in every trial") {
  const ModelTables tables = hand_made::tables();
  const auto network = one_neuron();
  SimulatorOptions options = options_with(1, 7);
  options.background_rate_Hz = 400.0;
  options.background_as_current = true;
  CpuSimulator simulator(network, tables, options), unit(network, tables, without_background());
  const std::vector<std::uint32_t> both{1, 2};
  unit.step({.background_spikes = std::span<const std::uint32_t>(both)});
  const float whole = unit.state().psc_rise[1];
  double rise = 0.0;
  for (int step = 0; step < 20; ++step) {
    simulator.step({});
    rise = std::exp(-1.0 / tables.basis_tau_ms[1]) * rise + 0.4 * static_cast<double>(whole);
    CHECK(simulator.state().psc_rise[1] == doctest::Approx(rise).epsilon(1e-5));
  }
}

TEST_CASE("nest: amounts act in proportion, and a saved state keeps those under way") {
  const auto& golden = golden_network();
  std::vector<std::uint32_t> units(golden.network->lgn.source_count);
  std::iota(units.begin(), units.end(), 0u);
  const std::vector<float> ones(units.size(), 1.0f), some(units.size(), 0.02f), half(units.size(), 0.01f);
  const std::vector<std::uint32_t> none;
  const auto input = [&](std::span<const float> amounts) {
    return StepInput{.lgn_spikes = units, .background_spikes = std::span(none), .lgn_amounts = amounts};
  };
  const auto spikes = golden.simulator(0.25), whole = golden.simulator(0.25), more = golden.simulator(0.25);
  const auto less = golden.simulator(0.25), restored = golden.simulator(0.25, 2);
  spikes->step({.lgn_spikes = units, .background_spikes = std::span(none)});
  whole->step(input(ones));
  more->step(input(some));
  less->step(input(half));
  restored->restore(less->state()); // before anything has arrived
  for (int step = 0; step < 40; ++step) {
    for (Simulator* one : {spikes.get(), whole.get(), restored.get()})
      one->step({.background_spikes = std::span(none)});
    for (Simulator* one : {more.get(), less.get()})
      REQUIRE(one->step({.background_spikes = std::span(none)}).empty());
  }
  CHECK(whole->state().more == spikes->state().more);
  CHECK(restored->state().more == less->state().more);
  const SimulatorState one = less->state(), two = more->state();
  const auto &part = one.more.at("rise_fast_0"), &all = two.more.at("rise_fast_0");
  CHECK(*std::ranges::max_element(all) > 0.0);
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(part[i] == doctest::Approx(0.5 * all[i]).epsilon(1e-6));
}

TEST_CASE("Blocks of the background: any place to go on, given spikes in between") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(203, 10, 5, 40.0f); // no multiple of a tile
  const auto network = hand_made::network(random.models, random.edges);
  CpuSimulator whole(network, tables, options_with(1)), other(network, tables, options_with(3));
  SpikeTrains expected;
  std::vector<SimulatorState> states;
  const std::vector<std::uint32_t> given{0, 3, 3, 9};
  const auto step = [&](CpuSimulator& simulator) {
    const auto lgn = hand_made::lgn_spikes(simulator.now(), random.edges.lgn_units);
    StepInput input{.lgn_spikes = lgn};
    if (simulator.now() % 5 == 3)
      input.background_spikes = given;
    const auto fired = simulator.step(input);
    return std::vector<std::uint32_t>(fired.begin(), fired.end());
  };
  for (int t = 0; t < 60; ++t) {
    states.push_back(whole.state());
    expected.push_back(step(whole));
  }
  CHECK(total(expected) > 100);
  for (std::size_t from = 0; from < 40; from += 3) {
    CAPTURE(from);
    other.restore(states[from]);
    for (std::size_t t = from; t < from + 20; ++t)
      CHECK(step(other) == expected[t]);
    CHECK(same_state(other.state(), states[from + 20]));
  }
}

TEST_CASE("A block sums the synapses of a range for each of its steps") {
  const hand_made::RandomNetwork random(50, 2, 3, 40.0f);
  const auto network = hand_made::network(random.models, random.edges);
  BackgroundAhead ahead(BackgroundCounts(3000, 2, 10, 900.0));
  BackgroundCounts counts(3000, 2, 10, 900.0);
  BackgroundBlock block(16, 43);
  for (const std::int64_t first : {100, 108, 3}) {
    for (std::int64_t step = first; step < first + 8; ++step) {
      ahead.look_at(step);
      CHECK(ahead.is_new() == (step == first));
      if (ahead.is_new())
        block.sum(network->background, ahead.amounts());
      std::vector<float> plane(50, 1.0f);
      block.add(ahead.place(), plane);
      const auto drawn = counts.draw(step);
      std::uint64_t events = 0;
      for (std::uint32_t n = 0; n < 50; ++n) {
        double sum = 1.0;
        for (const auto& edge : random.edges.background)
          if (edge.target == n && n >= 16 && n < 43) {
            sum += static_cast<double>(drawn[edge.source]) * static_cast<double>(edge.weight);
            events += drawn[edge.source] != 0;
          }
        CHECK(plane[n] == doctest::Approx(sum).epsilon(1e-5));
      }
      CHECK(block.events(ahead.place()) == events);
    }
  }
}
