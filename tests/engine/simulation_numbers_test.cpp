// SPDX-License-Identifier: Apache-2.0
// NaN and infinity: refused where they can be seen beforehand, found within a few steps where not, and named.
#include "simulation_support.h"

#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr float huge = 3e38f; // finite; times a basis weight it is not

/// Runs without input until an Error (numbers) comes; returns its sentence.
std::string fault_of(CpuSimulator& simulator, int limit = 100) {
  for (int t = 0; t < limit; ++t) {
    try {
      simulator.step({});
    } catch (const Error& error) {
      CHECK(error.kind() == Error::Kind::numbers);
      return error.what();
    }
  }
  return "no fault";
}

} // namespace

TEST_CASE("A weight that is not a number is refused with its place") {
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 1.0f, 1, 0}, {1, 0, not_a_number, 2, 3}, {2, 2, -not_a_number, 1, 6}};
  edges.lgn_units = 3;
  edges.lgn = {{0, 0, 5.0f, 0, 9}, {2, 1, -std::numeric_limits<float>::infinity(), 0, 9}};
  const auto sentence = [](const hand_made::Edges& bad) {
    return error_of([&] { CpuSimulator(hand_made::network({0, 3, 6}, bad), hand_made::tables(), options_with(2)); });
  };
  CHECK(contains(sentence(edges), "weight of its recurrent synapse from 1 to neuron 0 is nan"));
  edges.recurrent.clear();
  CHECK(contains(sentence(edges), "weight of its LGN synapse from 2 to neuron 1 is -inf"));
  edges.lgn.clear();
  edges.background_sources = 1;
  edges.background = {{0, 2, not_a_number}};
  CHECK(contains(sentence(edges), "background weight number 0 is nan"));
}

TEST_CASE("A saved state that is not finite is refused with the neuron") {
  CpuSimulator simulator(hand_made::network({0, 3, 6}, {}), hand_made::tables(), options_with(1));
  const SimulatorState good = simulator.state();
  for (const auto member :
       {&SimulatorState::v, &SimulatorState::asc, &SimulatorState::psc, &SimulatorState::psc_rise}) {
    SimulatorState state = good;
    (state.*member)[2] = not_a_number;
    CHECK(contains(error_of([&] { simulator.restore(state); }), "neuron 2"));
    CHECK(same_state(simulator.state(), good));
  }
}

TEST_CASE("A spike that brings infinity is found two steps later, with the neuron and the weight") {
  hand_made::Edges edges;
  edges.recurrent = {{0, 20, huge, 3, 2}, {0, 21, 4.0f, 3, 2}, {1, 20, -6.0f, 2, 6}, {1, 19, 1.0f, 5, 6}};
  for (const int threads : {1, 3})
    for (const bool hard : {false, true}) {
      SimulatorOptions options = options_with(threads);
      options.hard_reset = hard;
      CpuSimulator simulator(hand_made::network(std::vector<std::uint16_t>(40, 4), edges), hand_made::tables(),
                             options);
      SimulatorState state = simulator.state();
      state.step = 1000;
      state.spikes[0] = {0}; // arrives in step 1002
      simulator.restore(state);
      simulator.step({});
      SimulatorState good = simulator.state();
      good.spikes[0] = {1}; // fires in step 1000, arrives in 1002 as well
      simulator.restore(good);
      const std::string sentence = fault_of(simulator);
      CHECK(simulator.now() == 1005);
      CHECK(contains(sentence, "At step 1004 the state of neuron 20 "));
      CHECK(contains(sentence,
                     "At step 1002 it received input from 2 recurrent synapses (largest: 3e+38 pA from 0, -6 pA "
                     "from 1), 0 LGN synapses and 0 background synapses"));
      // Useless until restored; then as if nothing had been.
      CHECK(fault_of(simulator, 1) != "no fault");
      simulator.restore(good);
      CHECK(same_state(simulator.state(), good));
      CHECK(fault_of(simulator) == sentence);
    }
}

TEST_CASE("LGN, background and an added current are named too; silenced neurons are watched as well") {
  hand_made::Edges edges;
  edges.lgn_units = 2;
  edges.lgn = {{1, 1, huge, 0, 9}};
  edges.background_sources = 2;
  edges.background = {{1, 0, 2e38f}};
  CpuSimulator simulator(hand_made::network({4, 5}, edges), hand_made::tables(), options_with(1));
  const std::vector<std::uint32_t> ids{1};
  const auto none = std::span<const std::uint32_t>();
  const auto fault_after = [&](const StepInput& input) {
    simulator.reset();
    return error_of([&] {
      simulator.step(input);
      for (int t = 0; t < 10; ++t)
        simulator.step({.background_spikes = none});
    });
  };
  CHECK(contains(fault_after({.lgn_spikes = ids, .background_spikes = none}),
                 "1 LGN synapses (largest: 3e+38 pA from 1)"));
  const std::vector<std::uint32_t> twice{1, 1};
  CHECK(contains(fault_after({.background_spikes = twice}), "1 background synapses (largest: inf pA from 1)"));
  simulator.perturb({{}, {1, 1}, {}, {}});
  CHECK(contains(fault_after({.lgn_spikes = ids, .background_spikes = none}), "neuron 1 "));
  simulator.perturb({{3.4e38f, 0.0f}, {}, {}, {}});
  CHECK(fault_after({.background_spikes = none}) == "no error"); // large, but a number
}
