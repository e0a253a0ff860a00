// SPDX-License-Identifier: Apache-2.0
// Trials of a batch are the single runs with their trial number, whatever runs beside them.
#include "engine/simulation/basis4/batch_simulator.h"
#include "simulation_support.h"

#include <doctest/doctest.h>
#include <stdexcept>

using namespace striate;
using namespace striate::test;

namespace {

constexpr int trials = 5;
constexpr int steps = 150; // more than two chunks
constexpr std::uint32_t units = 40;

const hand_made::RandomNetwork& random_network() {
  static const hand_made::RandomNetwork network(400, 20, 5, 60.0f);
  return network;
}

std::shared_ptr<Network> network() {
  return hand_made::network(random_network().models, random_network().edges);
}

/// Every trial sees a stimulus of its own.
std::vector<std::uint32_t> lgn_of(int trial, std::int64_t step) {
  return hand_made::lgn_spikes(step + 1000 * trial, units);
}

const BatchSimulator::MakeInput make_input = [](int trial, std::int64_t step, BatchSimulator::Input& input) {
  input.lgn_spikes = lgn_of(trial, step);
};

SpikeTrains single_run(Simulator& simulator, int trial, int count) {
  SpikeTrains spikes;
  for (int t = 0; t < count; ++t) {
    const auto fired = simulator.step({.lgn_spikes = lgn_of(trial, simulator.now())});
    spikes.emplace_back(fired.begin(), fired.end());
  }
  return spikes;
}

std::vector<SpikeTrains> batch_run(BatchSimulator& batch, int count) {
  std::vector<SpikeTrains> spikes(static_cast<std::size_t>(batch.size()));
  batch.run(count, make_input, [&](int trial, std::int64_t step, std::span<const std::uint32_t> fired) {
    auto& own = spikes[static_cast<std::size_t>(trial)];
    CHECK(step == batch.trial(trial).now() - 1);
    own.emplace_back(fired.begin(), fired.end());
  });
  return spikes;
}

Perturbation silencing(std::uint32_t neuron) {
  Perturbation perturbation;
  perturbation.silenced.assign(random_network().models.size(), 0);
  for (std::uint32_t i = neuron; i < neuron + 100; ++i)
    perturbation.silenced[i] = 1;
  return perturbation;
}

} // namespace

TEST_CASE("Trial k of a batch is the single run with trial k: spikes, state, perturbation") {
  std::vector<SpikeTrains> expected;
  std::vector<SimulatorState> states;
  for (int k = 0; k < trials; ++k) {
    CpuSimulator single(network(), hand_made::tables(), options_with(2, 7 + static_cast<std::uint32_t>(k)));
    if (k == 3)
      single.perturb(silencing(50));
    expected.push_back(single_run(single, k, steps));
    states.push_back(single.state());
    CHECK(total(expected.back()) > 200);
  }
  CHECK(expected[0] != expected[1]);
  for (const int threads : {1, 2, 3, 8}) {
    BatchSimulator batch(network(), hand_made::tables(), options_with(threads, 7), trials);
    batch.trial(3).perturb(silencing(50));
    CHECK(batch_run(batch, steps) == expected);
    for (int k = 0; k < trials; ++k)
      CHECK(same_state(batch.trial(k).state(), states[static_cast<std::size_t>(k)]));
  }
}

TEST_CASE("The state of a trial goes over to a single run and back") {
  BatchSimulator batch(network(), hand_made::tables(), options_with(2), 2);
  batch_run(batch, 40);
  CpuSimulator single(network(), hand_made::tables(), options_with(3, 1));
  single.restore(batch.trial(1).state());
  CHECK(single_run(single, 1, 80) == batch_run(batch, 80)[1]);
  batch.trial(1).restore(single.state());
  batch.trial(0).reset();
  const auto spikes = batch_run(batch, 40);
  CHECK(spikes[1] == single_run(single, 1, 40));
  CpuSimulator fresh(network(), hand_made::tables(), options_with(1, 0));
  CHECK(spikes[0] == single_run(fresh, 0, 40));
}

TEST_CASE("A trial that fails stops the batch with its number; the others keep a valid state") {
  BatchSimulator batch(network(), hand_made::tables(), options_with(2, 10), 4);
  const BatchSimulator::MakeInput failing = [](int trial, std::int64_t step, BatchSimulator::Input& input) {
    make_input(trial, step, input);
    if (trial == 2 && step == 30)
      input.lgn_spikes = {units};
  };
  const std::string sentence = error_of([&] { batch.run(100, failing, [](int, auto, auto) {}); });
  CHECK(contains(sentence, "Trial 12: LGN unit 40 fires at step 30"));
  CHECK(batch.trial(2).now() == 30);
  for (int k = 0; k < 4; ++k) {
    CpuSimulator single(network(), hand_made::tables(), options_with(1, 10 + static_cast<std::uint32_t>(k)));
    single_run(single, k, static_cast<int>(batch.trial(k).now()));
    CHECK(same_state(batch.trial(k).state(), single.state()));
  }
  CHECK(contains(error_of([&] {
                   batch.run(5, make_input, [](int, auto, auto) { throw std::runtime_error("the disk is full"); });
                 }),
                 "Trial 10: the disk is full"));
}

TEST_CASE("A batch that makes no sense") {
  CHECK(contains(error_of([] { BatchSimulator(network(), hand_made::tables(), {}, 0); }), "0"));
  CHECK(contains(error_of([] { BatchSimulator(nullptr, hand_made::tables(), {}, 1); }), "no network"));
}
