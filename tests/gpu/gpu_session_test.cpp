// SPDX-License-Identifier: Apache-2.0
// A session on the CUDA back end: LGN and neurons on the device, whole stretches ahead, and yet at every millisecond
// what the session on the CPU shows. In the emulation of the kernels; the suite "card" also on a card.
#include "engine/session/session.h"
#include "engine/session/tuning_trials.h"
#include "engine/simulation/gpu_back_end.h"
#include "failing_device.h"
#include "gpu/basis4/simulator.h"
#include "gpu/nest/simulator.h"
#include "session_support.h"
#include "test_device.h"

#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace striate;
using namespace striate::test;

namespace {

/// A simulator of `basis4` on the device of this run.
std::unique_ptr<Simulator> simulator_on_device(const ParameterSet& parameters) {
  const auto network = tiny_network();
  const SimulatorOptions options = simulator_options_from(parameters, *network);
  return on_card() ? make_gpu_simulator(network, options)
                   : std::make_unique<GpuSimulator>(make_emulated_device(), network, *network->tables, options);
}

/// Does something with the session on the CPU and on the device of this run.
void on_both(const ParameterSet& parameters, const std::function<void(Session& cpu, Session& device)>& compare) {
  Session cpu(parameters, tiny_network());
  Session device(parameters, tiny_network(), Replay{}, simulator_on_device(parameters));
  compare(cpu, device);
}

/// Runs both to a time, comparing what each millisecond shows. Returns the number of spikes.
std::size_t run_both(Session& cpu, Session& device, std::int64_t until, double rate_tolerance_Hz = 0.0) {
  std::size_t spikes = 0;
  double farthest_Hz = 0.0;
  while (cpu.now() < until) {
    const StepResult expected = cpu.step(), found = device.step();
    REQUIRE(found.ms == expected.ms);
    REQUIRE(found.lgn_rates_Hz.size() == expected.lgn_rates_Hz.size());
    for (std::size_t i = 0; i < found.lgn_rates_Hz.size(); ++i)
      farthest_Hz =
          std::max(farthest_Hz, static_cast<double>(std::abs(found.lgn_rates_Hz[i] - expected.lgn_rates_Hz[i])));
    const auto same = [](auto a, auto b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); };
    CAPTURE(expected.ms);
    REQUIRE(farthest_Hz <= rate_tolerance_Hz);
    REQUIRE(same(expected.lgn_spikes, found.lgn_spikes));
    REQUIRE(same(expected.spikes, found.spikes));
    CHECK(device.now() == cpu.now());
    spikes += expected.spikes.size();
  }
  return spikes;
}

ParameterSet nest_parameters() {
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("dynamics", "nest");
  parameters.set("dt", 0.25);
  return parameters;
}

std::unique_ptr<Session> nest_on(std::shared_ptr<Device> device) {
  const auto network = tiny_network();
  const ParameterSet parameters = nest_parameters();
  return std::make_unique<Session>(parameters, network, Replay{},
                                   std::make_unique<GpuNestSimulator>(std::move(device), network, *network->tables,
                                                                      parameters.number("dt"),
                                                                      simulator_options_from(parameters, *network)));
}

ParameterSet changed(ParameterSet parameters, const char* key, double value) {
  parameters.set(key, value);
  return parameters;
}

} // namespace

TEST_CASE("A grating after gray: the same rates to the bit and the same spikes" * doctest::test_suite("card")) {
  ParameterSet parameters = tiny_parameters();
  parameters.set("grating-duration", 250);
  on_both(parameters, [](Session& cpu, Session& device) { CHECK(run_both(cpu, device, 1000) > 500); });
}

TEST_CASE("Rates that act as currents: the same spikes, also after an edit in the middle of a stretch" *
          doctest::test_suite("card")) {
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("lgn-input", "currents");
  parameters.set_text("background-input", "currents");
  on_both(parameters, [&](Session& cpu, Session& device) {
    CHECK(run_both(cpu, device, 333) > 50);
    const ParameterSet turned = changed(parameters, "direction", 90.0);
    cpu.edit(turned);
    device.edit(turned);
    run_both(cpu, device, 500);
  });
}

TEST_CASE("Edits in the middle of a stretch act at the next millisecond, in both" * doctest::test_suite("card")) {
  on_both(tiny_parameters(), [](Session& cpu, Session& device) {
    run_both(cpu, device, 333);
    ParameterSet turned = changed(tiny_parameters(), "direction", 90.0);
    cpu.edit(turned);
    device.edit(turned);
    run_both(cpu, device, 341);
    turned.set("temporal-frequency", 4.0);
    turned.set_text("perturb", "silence:L4_PV:400:450; current:L2/3_Exc:30:420:700");
    cpu.edit(turned);
    device.edit(turned);
    run_both(cpu, device, 720);
    turned.set("contrast", 0.0);
    cpu.edit(turned);
    device.edit(turned);
    run_both(cpu, device, 900);
  });
}

TEST_CASE("Footage: a bar, flashes and a movie of another temporal grain, to rounding" * doctest::test_suite("card")) {
  const std::pair<const char*, std::int64_t> kinds[] = {{"moving-bar", 400}, {"flash", 1500}, {"looming-disc", 300}};
  for (const auto& [kind, until_ms] : kinds) {
    CAPTURE(kind);
    ParameterSet parameters = tiny_parameters();
    parameters.set_text("stimulus", kind);
    parameters.set("grating-duration", 500);
    on_both(parameters, [until_ms = until_ms](Session& cpu, Session& device) {
      run_both(cpu, device, 237, 1e-4);
      const ParameterSet fainter = changed(cpu.parameters(), "contrast", 0.5);
      cpu.edit(fainter);
      device.edit(fainter);
      run_both(cpu, device, until_ms, 1e-4);
    });
  }
}

TEST_CASE("What is asked between two milliseconds holds then" * doctest::test_suite("card")) {
  on_both(tiny_parameters(), [](Session& cpu, Session& device) {
    const std::vector<std::uint32_t> neurons{3, 200, 77};
    for (Session* one : {&cpu, &device})
      one->watch_sources(neurons);
    for (int ms = 0; ms < 300; ++ms) {
      cpu.step();
      device.step();
      const std::vector<std::uint32_t> asked = ms < 150 ? neurons : std::vector<std::uint32_t>{200, 3};
      for (const NeuronVariable variable : {NeuronVariable::v_mV, NeuronVariable::synaptic_pA, NeuronVariable::lgn_pA,
                                            NeuronVariable::recurrent_pA, NeuronVariable::refractory_steps}) {
        std::vector<float> expected(asked.size()), found(asked.size());
        cpu.simulator().read(variable, asked, expected);
        device.simulator().read(variable, asked, found);
        for (std::size_t k = 0; k < asked.size(); ++k) {
          CAPTURE(ms);
          CHECK(found[k] == doctest::Approx(expected[k]).epsilon(1e-3).scale(10.0));
        }
      }
      CHECK(device.simulator().sample(5).v_mV == doctest::Approx(cpu.simulator().sample(5).v_mV).epsilon(1e-4));
    }
  });
}

TEST_CASE("A saved state goes on in either, and a reset begins anew" * doctest::test_suite("card")) {
  on_both(tiny_parameters(), [](Session& cpu, Session& device) {
    run_both(cpu, device, 217);
    const SimulatorState middle = device.simulator().state();
    CHECK(middle.step == 217);
    const auto other = std::make_unique<Session>(tiny_parameters(), tiny_network());
    other->resume(device.start_parameters(), device.edits(), middle);
    run_both(*other, device, 400);
    const SimulatorState later = other->simulator().state();
    device.resume(tiny_parameters(), {}, later);
    run_both(*other, device, 500);
    cpu.reset();
    device.reset();
    run_both(cpu, device, 200);
  });
}

TEST_CASE("Another back end takes over where a run is, with its edits" * doctest::test_suite("card")) {
  on_both(tiny_parameters(), [](Session& cpu, Session& device) {
    run_both(cpu, device, 150);
    for (Session* one : {&cpu, &device})
      one->edit(changed(tiny_parameters(), "direction", 120.0));
    run_both(cpu, device, 210);
    Session next(tiny_parameters(), tiny_network()); // as a new session is made with the parameters of the start
    next.take_over(device);
    CHECK(next.now() == 210);
    CHECK(next.edits().size() == 1);
    run_both(cpu, next, 420);
    device.take_over(next);
    run_both(cpu, device, 500);
  });
}

TEST_CASE("When the card fails the processor goes on from the newest sound moment") {
  const auto network = tiny_network();
  const ParameterSet parameters = tiny_parameters();
  for (const int updates : {3, 60, 4300}) { // before and after a moment is known to be sound
    CAPTURE(updates);
    Session device(parameters, network, Replay{},
                   std::make_unique<GpuSimulator>(std::make_shared<FailingDevice>(updates), network, *network->tables,
                                                  simulator_options_from(parameters, *network)));
    const std::string sentence = sentence_of([&] {
      for (int ms = 0; ms < 5000; ++ms)
        device.step();
    });
    CHECK_MESSAGE(contains(sentence, "it is gone"), sentence);
    Session next(parameters, network);
    next.take_over_sound(device);
    CHECK(next.now() == (updates > 4200 ? 4096 : 0));
    if (updates > 100)
      continue; // the CPU would take long to get there
    Session expected(parameters, network);
    run_both(expected, next, 200);
  }
}

TEST_CASE("Trials of a tuning run fire alike on both, and so when they are started again" *
          doctest::test_suite("card")) {
  const auto network = tiny_network();
  ParameterSet parameters = tiny_parameters();
  parameters.set_text("perturb", "silence:L4_PV:50:111; current:L2/3_Exc:30::90");
  const Lgn still(network->lgn_units);
  ParameterSet first = changed(parameters, "direction", 45.0), second = changed(parameters, "direction", 90.0);
  const std::vector<ParameterSet> shown{first, second, second};
  const auto train = [&](TuningTrials& trials, std::uint32_t first_trial) {
    std::vector<Spikes> spikes(shown.size());
    trials.start(first_trial, shown);
    for (const std::int64_t ms : {70, 130})
      trials.run(ms, [&](std::size_t k, std::int64_t at_ms, std::span<const std::uint32_t> ids) {
        for (const std::uint32_t id : ids)
          spikes[k].emplace_back(at_ms, id);
      });
    return spikes;
  };
  const auto cpu = make_tuning_trials(parameters, network, still);
  const auto expected = train(*cpu, 4), others = train(*cpu, 8);
  CHECK(expected[2].size() > 50);
  CHECK(expected[1] != expected[2]);
  const auto check = [&](std::unique_ptr<Simulator> simulator) {
    const auto trials = make_ahead_trials(parameters, *network, std::move(simulator));
    CHECK(train(*trials, 4) == expected);
    CHECK(train(*trials, 8) == others);
  };
  check(simulator_on_device(parameters));
}

TEST_CASE("After a fault the session returns to a sound moment and goes on alike" * doctest::test_suite("card")) {
  on_both(tiny_parameters(), [](Session& cpu, Session& device) {
    run_both(cpu, device, 305);
    ParameterSet wild = tiny_parameters();
    wild.set_text("perturb", "scale-in:all:1e38:310:");
    for (Session* one : {&cpu, &device}) {
      one->edit(wild);
      const std::string sentence = sentence_of([&] {
        for (int ms = 0; ms < 400; ++ms)
          one->step();
      });
      CHECK_MESSAGE(contains(sentence, "neuron"), sentence);
      one->go_back();
    }
    ParameterSet mild = tiny_parameters();
    for (Session* one : {&cpu, &device})
      one->edit(mild);
    while (cpu.now() < device.now())
      cpu.step();
    while (device.now() < cpu.now())
      device.step();
    run_both(cpu, device, 400);
  });
}

TEST_CASE("The dynamics nest: edits, perturbations and another back end in the middle of a run" *
          doctest::test_suite("card")) {
  const auto compare = [](Session& device) {
    Session cpu(nest_parameters(), tiny_network());
    run_both(cpu, device, 150);
    for (Session* one : {&cpu, &device}) {
      ParameterSet edited = changed(one->parameters(), "direction", 120.0);
      edited.set_text("perturb", "silence:L4_PV:160:200; current:L2/3_Exc:40:150:300; scale-out:L4_Exc:1.5:170:250");
      one->edit(edited);
    }
    run_both(cpu, device, 210);
    Session next(nest_parameters(), tiny_network());
    next.take_over(device);
    CHECK(next.now() == 210);
    run_both(cpu, next, 320);
    device.take_over(next);
    CHECK(run_both(cpu, device, 500) > 50);
  };
  if (!on_card()) {
    compare(*nest_on(make_emulated_device()));
    return;
  }
  ParameterSet on_cuda = nest_parameters();
  on_cuda.set_text("backend", "cuda");
  Session card(on_cuda, tiny_network());
  compare(card);
}

TEST_CASE("Without a card a session on one is refused, and told of the processor") {
  for (ParameterSet parameters : {tiny_parameters(), nest_parameters()}) {
    parameters.set_text("backend", "cuda");
    const std::string sentence = sentence_of([&] { Session(parameters, tiny_network()); });
    CHECK_MESSAGE((sentence.empty() ? missing_card().empty() : contains(sentence, "--backend cpu")), sentence);
  }
}

TEST_CASE("When the card fails in the dynamics nest the processor goes on") {
  const auto device = nest_on(std::make_shared<FailingDevice>(2000));
  const std::string sentence = sentence_of([&] {
    for (int ms = 0; ms < 1000; ++ms)
      device->step();
  });
  CHECK_MESSAGE(contains(sentence, "it is gone"), sentence);
  Session next(nest_parameters(), tiny_network()), expected(nest_parameters(), tiny_network());
  next.take_over_sound(*device);
  run_both(expected, next, 100);
}
