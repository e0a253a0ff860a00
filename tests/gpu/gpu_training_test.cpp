// SPDX-License-Identifier: Apache-2.0
// Back-propagation on a graphics card does what it does on the processor: the same spikes, gradients to 1e-4, two runs
// equal to the bit. Every case runs in the emulation of the kernels; with a card also there.
#include "gpu_training_support.h"

using namespace striate;
using namespace gpu_training_support;

TEST_CASE("Spikes and gradients: soft and hard reset, both surrogates, both voltage losses") {
  for (const bool hard : {false, true})
    for (const auto shape : {Surrogate::Shape::triangular, Surrogate::Shape::gaussian}) {
      Case test;
      test.options.hard_reset = hard;
      test.options.surrogate = {shape, 0.1, 0.3};
      test.voltage_mode = hard ? VoltageMode::range : VoltageMode::threshold;
      compare(test);
    }
}

TEST_CASE("Strong recurrent gradients: little damping, wide surrogate") {
  Case test;
  test.options.surrogate = {Surrogate::Shape::gaussian, 0.3, 0.6};
  test.options.recurrent_damping = 0.5;
  test.options.voltage_damping = 0.1;
  test.steps = 200;
  compare(test);
}

TEST_CASE("Any number of trials, also more than run at once, and step counts that are no multiple of three") {
  for (const auto& [trials, steps] : {std::pair{1, 199}, {5, 44}, {11, 31}, {22, 20}, {32, 24}, {37, 25}}) {
    Case test;
    test.trials = trials;
    test.steps = steps;
    compare(test);
  }
}

TEST_CASE("Frozen weights have no gradient; the others' does not change") {
  Case test;
  const Setup setup(test);
  const Result all = emulated(setup, test);
  test.options.train_lgn = test.options.train_background = false;
  const Result recurrent = emulated(setup, test);
  CHECK(recurrent.gradient.lgn.empty());
  CHECK(recurrent.gradient.background.empty());
  CHECK(recurrent.gradient.recurrent == all.gradient.recurrent);
  test.options.train_recurrent = false;
  test.options.train_lgn = true;
  const Result lgn = emulated(setup, test);
  CHECK(lgn.gradient.recurrent.empty());
  CHECK(lgn.gradient.lgn == all.gradient.lgn);
}

TEST_CASE("Segments and several passes over the batch under any memory limit: the same gradient") {
  Case test;
  test.trials = 4;
  const Setup setup(test);
  const Result whole = emulated(setup, test);
  ThreadPool pool(1);
  int plans = 0, last_segment = test.steps;
  bool refused = false;
  for (std::size_t bytes = 1'000'000; bytes > 10'000 && !refused; bytes -= bytes / 20) {
    CudaBptt bptt(make_emulated_device(), setup.network, *setup.network->tables, options_of(test, bytes), pool);
    BpttPlan plan;
    try {
      plan = bptt.plan(test.trials, test.steps);
    } catch (const Error& refusal) {
      CHECK(std::string(refusal.what()).find("free on the GPU") != std::string::npos);
      refused = true;
      continue;
    }
    CHECK(plan.bytes <= bytes);
    if (plan.segment_steps == last_segment)
      continue;
    last_segment = plan.segment_steps;
    ++plans;
    const Result found = emulated(setup, test, bytes);
    CHECK(same(found.spikes, whole.spikes));
    if (plan.trials_at_once == test.trials)
      CHECK(same_bits(found.gradient, whole.gradient));
    else // sums over trials are rounded in another order
      CHECK(difference(whole.gradient, found.gradient) < 1e-5);
  }
  CHECK(plans > 5);
  CHECK(refused);
}

TEST_CASE("Runs without a tape end in the processor's state and go on from it") {
  Case test;
  for (const int trials : {3, 40}) {
    test.trials = trials;
    test.steps = 30;
    const Setup setup(test);
    const TrainingWeights weights = training_support::weights_of(*setup.network);
    ThreadPool pool(1);
    Bptt<float> processor(setup.network, *setup.network->tables, options_of(test), pool);
    CudaBptt card(make_emulated_device(), setup.network, *setup.network->tables, options_of(test), pool);
    std::vector<SpikeTrains> expected_spikes, found_spikes;
    const auto expected = processor.run_free(weights, setup.trials, expected_spikes);
    const auto found = card.run_free(weights, setup.trials, found_spikes);
    CHECK(same(expected_spikes, found_spikes));
    REQUIRE(found.size() == expected.size());
    for (std::size_t b = 0; b < found.size(); ++b) {
      CHECK(found[b].step == expected[b].step);
      CHECK(found[b].refractory == expected[b].refractory);
      CHECK(found[b].spikes == expected[b].spikes);
      for (const auto part :
           {&SimulatorState::v, &SimulatorState::asc, &SimulatorState::psc, &SimulatorState::psc_rise})
        CHECK(difference(expected[b].*part, found[b].*part) < 1e-5);
    }
    std::vector<Trial> further = setup.trials;
    for (std::size_t b = 0; b < further.size(); ++b)
      further[b].initial = std::make_shared<SimulatorState>(found[b]);
    processor.run_free(weights, further, expected_spikes);
    card.run_free(weights, further, found_spikes);
    CHECK(same(expected_spikes, found_spikes));
  }
}

TEST_CASE("A tape of half precision: the same spikes, gradients to 1e-3") {
  for (const auto shape : {Surrogate::Shape::triangular, Surrogate::Shape::gaussian}) {
    Case test;
    test.steps = 200;
    test.options.surrogate.shape = shape;
    const Setup setup(test);
    const Result single = emulated(setup, test);
    const Result half = emulated(setup, test, std::size_t{1} << 30, TapePrecision::half);
    CHECK(same(half.spikes, single.spikes));
    const double error = difference(single.gradient, half.gradient);
    MESSAGE("largest error " << error);
    CHECK(error > 0.0);
    CHECK(error < 1e-3);
  }
}
