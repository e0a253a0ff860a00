// SPDX-License-Identifier: Apache-2.0
// The forward pass of the training against the CPU simulator: the same inputs give the same bits.
#include "engine/core/errors.h"
#include "engine/training/gradient/bptt.h"
#include "training_support.h"

#include <doctest/doctest.h>

using namespace striate;

namespace {

void compare(std::uint32_t neurons, bool hard_reset, int threads) {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(neurons, 20, 21, 50.0f);
  const auto network = hand_made::network(random.models, random.edges);
  constexpr int steps = 150;
  ThreadPool pool(threads);
  BpttOptions options;
  options.adjoint.hard_reset = hard_reset;
  Bptt<float> bptt(network, tables, options, pool);
  std::vector<Trial> trials;
  for (const std::uint32_t number : {0u, 1u, 2u})
    trials.push_back(training_support::make_trial(
        *network, training_support::state_after(network, tables, 25, hard_reset, number), number, steps));
  training_support::RandomObjective<float> objective;
  const TrainingWeights weights = training_support::weights_of(*network);
  const auto taped = bptt.forward(weights, trials, objective);
  std::vector<SpikeTrains> free_spikes;
  const auto ends = bptt.run_free(weights, trials, free_spikes);

  for (std::uint32_t number = 0; number < trials.size(); ++number) {
    SimulatorOptions simulation;
    simulation.trial = number;
    simulation.hard_reset = hard_reset;
    simulation.threads = 1;
    CpuSimulator simulator(network, tables, simulation);
    simulator.restore(*trials[number].initial);
    std::size_t count = 0;
    for (int t = 1; t <= steps; ++t) {
      const auto expected = simulator.step({.lgn_spikes = trials[number].lgn[static_cast<std::size_t>(t - 1)]});
      const auto found = taped[number].step(t);
      const auto also_found = free_spikes[number].step(t);
      REQUIRE(std::vector(found.begin(), found.end()) == std::vector(expected.begin(), expected.end()));
      REQUIRE(std::vector(also_found.begin(), also_found.end()) == std::vector(expected.begin(), expected.end()));
      count += expected.size();
    }
    CHECK(count > 100);
    const SimulatorState end = simulator.state();
    CHECK(ends[number].v == end.v);
    CHECK(ends[number].asc == end.asc);
    CHECK(ends[number].psc == end.psc);
    CHECK(ends[number].psc_rise == end.psc_rise);
    CHECK(ends[number].refractory == end.refractory);
    CHECK(ends[number].spikes == end.spikes);
    CHECK(ends[number].step == end.step);
  }
}

} // namespace

TEST_CASE("Same spikes and the same final state as the simulator, bit for bit") {
  for (const bool hard : {false, true})
    for (const int threads : {1, 2, 3})
      compare(60, hard, threads);
  compare(1500, false, 2);
}

TEST_CASE("Inputs that do not fit are refused with a sentence") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  const auto network = hand_made::network(random.models, random.edges);
  ThreadPool pool(1);
  Bptt<float> bptt(network, tables, {}, pool);
  training_support::RandomObjective<float> objective;
  const auto initial = training_support::state_after(network, tables, 5, false);
  const std::vector<Trial> good = {training_support::make_trial(*network, initial, 0, 20)};
  TrainingWeights weights = training_support::weights_of(*network);

  std::vector<Trial> trials = good;
  trials[0].lgn[3].push_back(40);
  CHECK_THROWS_WITH_AS(bptt.forward(weights, trials, objective), doctest::Contains("LGN unit 40"), Error);
  trials = good;
  trials[0].background.pop_back();
  CHECK_THROWS_AS(bptt.forward(weights, trials, objective), Error);
  trials = good;
  trials[0].initial = nullptr;
  CHECK_THROWS_AS(bptt.forward(weights, trials, objective), Error);
  trials.clear();
  CHECK_THROWS_AS(bptt.forward(weights, trials, objective), Error);
  trials = good;
  auto other = *initial;
  other.v.pop_back();
  trials[0].initial = std::make_shared<SimulatorState>(other);
  CHECK_THROWS_WITH_AS(bptt.forward(weights, trials, objective), doctest::Contains("another network"), Error);
  weights.recurrent.pop_back();
  CHECK_THROWS_WITH_AS(bptt.forward(weights, good, objective), doctest::Contains("checkpoint"), Error);
}

TEST_CASE("A cancelled task stops the pass within a step") {
  const ModelTables tables = hand_made::tables();
  const hand_made::RandomNetwork random(60, 12, 5, 60.0f);
  const auto network = hand_made::network(random.models, random.edges);
  ThreadPool pool(1);
  Bptt<float> bptt(network, tables, {}, pool);
  training_support::RandomObjective<float> objective;
  const std::vector<Trial> trials = {
      training_support::make_trial(*network, training_support::state_after(network, tables, 5, false), 0, 20)};
  const TrainingWeights weights = training_support::weights_of(*network);
  Task task("train");
  task.cancel();
  CHECK_THROWS_AS(bptt.forward(weights, trials, objective, &task), TaskCancelled);
  bptt.forward(weights, trials, objective);
  WeightGradient<float> gradient;
  CHECK_THROWS_AS(bptt.backward(weights, objective, gradient, &task), TaskCancelled);
}
