// SPDX-License-Identifier: Apache-2.0
// The CUDA back end of the dynamics `nest` does what the CPU does: same spikes, state to rounding, two runs equal to
// the bit. In the emulation of the kernels; the suite "card" also on a card.
#include "engine/simulation/gpu_back_end.h"
#include "gpu/nest/simulator.h"
#include "nest_golden.h"
#include "test_device.h"

#include <limits>
#include <span>

using namespace striate;
using namespace striate::test;

namespace {

constexpr std::uint32_t neurons = 300;

/// A random network of all nine classes whose synapses are receptors of five kinds, with delays of 1 to 5 ms, some of
/// them from the tables and no whole milliseconds. Blocks of classes make short chunks, three far-reaching neurons long
/// ones.
struct Random {
  std::shared_ptr<Network> network;
  std::shared_ptr<const ModelTables> tables;

  Random() {
    ModelTables made = hand_made::tables();
    for (std::size_t pre = 0; pre < made.synapse.size(); ++pre)
      for (std::size_t post = 0; post < made.synapse[pre].size(); ++post) {
        SynapseType& type = made.synapse[pre][post];
        const auto kind = static_cast<double>((pre + post) % 3);
        type.tau_fast_ms = 1.5 + kind;
        type.tau_slow_ms = 6.0 + kind;
        type.amp_slow = 0.1 * kind;
      }
    for (std::size_t pre = 0; pre < made.delay_ms.size(); ++pre)
      for (std::size_t post = 0; post < made.delay_ms[pre].size(); ++post)
        made.delay_ms[pre][post] = 1.0 + 0.22 * static_cast<double>(pre) + 0.13 * static_cast<double>(post);
    tables = std::make_shared<const ModelTables>(std::move(made));
    hand_made::RandomNetwork random(neurons, 30, 5, 60.0f);
    for (hand_made::Edge& edge : random.edges.recurrent)
      edge.delay += edge.target % 2 == 0 ? 1 : 0;
    for (const std::uint32_t source : {0u, 150u, 299u})
      for (std::uint32_t k = 0; k < 900; ++k)
        random.edges.recurrent.push_back(
            {source, (k * 7 + source) % neurons, 0.3f, 1 + static_cast<int>(k % 5), random.models[source]});
    network = hand_made::network(random.models, random.edges);
    network->tables = tables;
    for (std::uint32_t i = 0; i < neurons; ++i)
      network->neurons.population[i] = static_cast<std::uint8_t>(random.models[i]);
  }
};

const Random& random_network() {
  static const Random made;
  return made;
}

SimulatorOptions one_thread() {
  SimulatorOptions options;
  options.threads = 1;
  return options;
}

std::unique_ptr<Simulator> on_cpu(double dt_ms) {
  return make_nest_simulator(random_network().network, dt_ms, one_thread());
}

std::unique_ptr<Simulator> emulated(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms) {
  return std::make_unique<GpuNestSimulator>(make_emulated_device(), std::move(network), tables, dt_ms, one_thread());
}

std::unique_ptr<Simulator> emulated(double dt_ms) {
  return emulated(random_network().network, *random_network().tables, dt_ms);
}

/// On the device of this run.
std::unique_ptr<Simulator> on_device(std::shared_ptr<const Network> network, const ModelTables& tables, double dt_ms) {
  return on_card() ? make_gpu_nest_simulator(std::move(network), dt_ms, one_thread())
                   : emulated(std::move(network), tables, dt_ms);
}

std::unique_ptr<Simulator> on_device(double dt_ms) {
  return on_device(random_network().network, *random_network().tables, dt_ms);
}

/// LGN spikes in the first step of each millisecond; every third millisecond some of them twice.
Spikes run(Simulator& simulator, long milliseconds) {
  const long per_ms = std::lround(1.0 / simulator.dt_ms());
  Spikes spikes;
  for (long k = 0; k < milliseconds * per_ms; ++k) {
    const auto step = static_cast<long>(simulator.now());
    std::vector<std::uint32_t> lgn;
    if (step % per_ms == 0)
      for (const std::uint32_t unit : hand_made::lgn_spikes(step / per_ms, 40))
        lgn.insert(lgn.end(), step / per_ms % 3 == 0 ? 2 : 1, unit);
    for (const std::uint32_t id : simulator.step({.lgn_spikes = lgn}))
      spikes.emplace_back(step, id);
  }
  return spikes;
}

/// Largest difference of any number of the two states, relative to the largest of its kind.
double farthest(const SimulatorState& a, const SimulatorState& b) {
  REQUIRE(a.more.size() == b.more.size());
  double farthest = 0.0;
  for (const auto& [name, expected] : a.more) {
    const auto& found = b.more.at(name);
    REQUIRE(found.size() == expected.size());
    double far = 0.0, largest = 1.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      far = std::max(far, std::abs(found[i] - expected[i]));
      largest = std::max(largest, std::abs(expected[i]));
    }
    farthest = std::max(farthest, far / largest);
  }
  return farthest;
}

void check_same(const Simulator& cpu, const Simulator& device) {
  const SimulatorState expected = cpu.state(), found = device.state();
  CHECK(found.dynamics == expected.dynamics);
  CHECK(found.step == expected.step);
  CHECK(found.spikes == expected.spikes);
  CHECK(found.refractory == expected.refractory);
  CHECK(farthest(expected, found) < 1e-8);
}

Perturbation perturbation() {
  Perturbation made;
  for (std::size_t i = 0; i < neurons; ++i) {
    made.added_pA.push_back(i % 3 == 0 ? 30.0f : 0.0f);
    made.silenced.push_back(i % 7 == 0);
    made.outgoing.push_back(i % 5 == 0 ? 2.0f : 1.0f);
    made.incoming.push_back(i % 4 == 0 ? 0.7f : 1.0f);
  }
  return made;
}

} // namespace

TEST_CASE("Same spikes and the same state to rounding for more than a second, at any dt" *
          doctest::test_suite("card")) {
  for (const auto& [dt_ms, milliseconds] : {std::pair{1.0, 1500L}, std::pair{0.25, 1100L}, std::pair{0.1, 1100L}}) {
    CAPTURE(dt_ms);
    const auto cpu = on_cpu(dt_ms);
    const Spikes expected = run(*cpu, milliseconds);
    CHECK(expected.size() > 2000);
    const auto device = on_device(dt_ms);
    CHECK(device->dt_ms() == cpu->dt_ms());
    CHECK(run(*device, milliseconds) == expected);
    check_same(*cpu, *device);
  }
}

TEST_CASE("A recurrent network: every spike at the same step as in NEST" * doctest::test_suite("card")) {
  for (const auto& [dt_ms, name] : {std::pair{0.1, "0.1"}, std::pair{0.25, "0.25"}, std::pair{1.0, "1"}}) {
    CAPTURE(dt_ms);
    const Spikes expected = golden_network_spikes(name);
    CHECK(golden_network().run(*on_device(golden_network().network, model_tables(), dt_ms), 1000) == expected);
  }
}

TEST_CASE("Delays of single synapses, and models with keys of their own: as in NEST, saved, restored and reset" *
          doctest::test_suite("card")) {
  const GoldenNetwork& own = own_golden_network();
  const auto check = [&](double dt_ms, const char* name, const std::function<std::unique_ptr<Simulator>()>& make) {
    CAPTURE(dt_ms);
    const auto device = make();
    CHECK(own.run(*device, 1000) == golden_network_spikes(name, "own"));
    device->reset();
    const auto cpu = own.simulator(dt_ms);
    CHECK(own.run(*device, 150) == own.run(*cpu, 150));
    check_same(*cpu, *device);
    device->step({}); // into the middle of delays
    cpu->step({});
    const auto other = make();
    other->restore(cpu->state());
    cpu->restore(device->state());
    const Spikes expected = own.run(*cpu, 300);
    CHECK(own.run(*device, 300) == expected);
    CHECK(own.run(*other, 300) == expected);
  };
  for (const auto& [dt_ms, name] : {std::pair{0.1, "0.1"}, std::pair{0.25, "0.25"}}) {
    check(dt_ms, name, [&, dt = dt_ms] { return on_device(own.network, *own.network->tables, dt); });
  }
}

TEST_CASE("Two runs are equal to the bit, and so is one that was saved and restored, or reset" *
          doctest::test_suite("card")) {
  const auto first = on_device(0.25), second = on_device(0.25);
  run(*first, 100);
  first->step({}); // into the middle of delays
  const SimulatorState middle = first->state();
  run(*second, 33);
  second->restore(middle);
  CHECK(run(*second, 150) == run(*first, 150));
  CHECK(second->state().more == first->state().more);
  second->reset();
  const auto third = on_device(0.25);
  CHECK(second->now() == 0);
  CHECK(run(*second, 100) == run(*third, 100));
  CHECK(second->state().more == third->state().more);
}

TEST_CASE("A state goes from one back end to the other" * doctest::test_suite("card")) {
  const auto cpu = on_cpu(0.1), device = on_device(0.1);
  run(*cpu, 120);
  for (int k = 0; k < 7; ++k) // into the middle of delays
    cpu->step({});
  device->restore(cpu->state());
  check_same(*cpu, *device);
  CHECK(run(*device, 150) == run(*cpu, 150));
  device->step({});
  cpu->step({});
  cpu->restore(device->state());
  CHECK(run(*device, 150) == run(*cpu, 150));
  check_same(*cpu, *device);
}

TEST_CASE("Perturbations act alike, also on spikes under way" * doctest::test_suite("card")) {
  const auto cpu = on_cpu(0.25), device = on_device(0.25);
  const auto compare = [&] {
    const Spikes expected = run(*cpu, 150);
    CHECK(!expected.empty());
    CHECK(run(*device, 150) == expected);
    check_same(*cpu, *device);
  };
  compare();
  const Perturbation all = perturbation();
  Perturbation pushed;
  pushed.added_pA = all.added_pA;
  Perturbation cut;
  cut.outgoing.assign(neurons, 0.0f);
  for (const Perturbation& one : {all, pushed, cut, Perturbation{}}) {
    cpu->perturb(one);
    device->perturb(one);
    compare();
  }
  device->perturb(all);
  cpu->perturb(all);
  device->reset(); // keeps the perturbation
  cpu->reset();
  compare();
}

TEST_CASE("What observers read is the same, and the currents by source are" * doctest::test_suite("card")) {
  const auto cpu = on_cpu(0.25), device = on_device(0.25);
  const std::vector<std::uint32_t> watched{299, 3, 77, 150};
  Perturbation scaled;
  scaled.incoming.assign(neurons, 1.5f);
  const auto compare = [&] {
    for (const NeuronVariable variable :
         {NeuronVariable::v_mV, NeuronVariable::asc_pA, NeuronVariable::synaptic_pA, NeuronVariable::recurrent_pA,
          NeuronVariable::lgn_pA, NeuronVariable::background_pA, NeuronVariable::refractory_steps}) {
      std::vector<float> expected(watched.size()), found(watched.size());
      cpu->read(variable, watched, expected);
      device->read(variable, watched, found);
      for (std::size_t k = 0; k < watched.size(); ++k)
        CHECK(found[k] == doctest::Approx(expected[k]).epsilon(1e-5));
    }
    for (const std::uint32_t neuron : watched) {
      const NeuronSample expected = cpu->sample(neuron), found = device->sample(neuron);
      CHECK(found.v_mV == doctest::Approx(expected.v_mV).epsilon(1e-5));
      CHECK(found.threshold_mV == expected.threshold_mV);
      CHECK(found.refractory == expected.refractory);
    }
    check_same(*cpu, *device);
  };
  for (Simulator* one : {cpu.get(), device.get()}) {
    run(*one, 20);
    one->watch_sources(watched);
    one->perturb(scaled);
    run(*one, 200);
  }
  compare();
  std::vector<float> recurrent(watched.size());
  device->read(NeuronVariable::recurrent_pA, watched, recurrent);
  CHECK(std::ranges::count(recurrent, 0.0f) == 0);

  const auto other = on_device(0.25);
  other->watch_sources(watched);
  other->restore(cpu->state());
  std::vector<float> again(watched.size());
  other->read(NeuronVariable::recurrent_pA, watched, again);
  cpu->read(NeuronVariable::recurrent_pA, watched, recurrent);
  CHECK(again == recurrent);

  const std::vector<std::uint32_t> replayed{1, 1, 3};
  for (Simulator* one : {cpu.get(), device.get()}) {
    one->step({.background_spikes = std::span<const std::uint32_t>(replayed)});
    for (int k = 0; k < 8; ++k)
      one->step({});
  }
  compare();
}

TEST_CASE("What cannot be is refused in the same words, and changes nothing") {
  const auto cpu = on_cpu(0.25), device = emulated(0.25);
  const std::vector<std::uint32_t> far{4'000'000'000u}, unwatched{8};
  std::vector<std::string> words;
  for (Simulator* one : {cpu.get(), device.get()}) {
    run(*one, 20);
    words.push_back(error_of([&] { one->step({.lgn_spikes = far}); }));
    words.push_back(error_of([&] { one->step({.background_spikes = std::span<const std::uint32_t>(far)}); }));
    std::vector<float> out(1);
    words.push_back(error_of([&] { one->read(NeuronVariable::v_mV, far, out); }));
    words.push_back(error_of([&] { one->read(NeuronVariable::lgn_pA, unwatched, out); }));
    words.push_back(error_of([&] { one->read(NeuronVariable::v_mV, unwatched, {}); }));
    words.push_back(error_of([&] { one->sample(neurons); }));
    words.push_back(error_of([&] { one->watch_sources(far); }));
    Perturbation wrong;
    wrong.added_pA = {1.0f};
    words.push_back(error_of([&] { one->perturb(wrong); }));
    SimulatorState state = one->state();
    state.more["u_mV"].pop_back();
    words.push_back(error_of([&] { one->restore(state); }));
    words.push_back(error_of([&] { one->restore(SimulatorState{}); }));
  }
  for (std::size_t i = 0; i < words.size() / 2; ++i) {
    CHECK(words[i] != "no error");
    CHECK(words[i] == words[i + words.size() / 2]);
  }
  CHECK(run(*device, 50) == run(*cpu, 50));
  check_same(*cpu, *device);
}

TEST_CASE("Numbers that leave the range are found and explained as on the CPU" * doctest::test_suite("card")) {
  const auto cpu = on_cpu(0.25), device = on_device(0.25);
  run(*cpu, 200);
  const SimulatorState good = cpu->state();
  SimulatorState spoiled = good;
  spoiled.more["rise_slow_1"][211] = std::numeric_limits<double>::infinity();
  const auto words_of = [&](Simulator& simulator) {
    simulator.perturb(perturbation());
    simulator.restore(spoiled);
    return error_of([&] { simulator.step({}); });
  };
  const std::string expected = words_of(*cpu);
  CHECK_MESSAGE(contains(expected, "neuron 211"), expected);
  CHECK(words_of(*device) == expected);
  for (Simulator* one : {cpu.get(), device.get()})
    one->restore(good); // and all is well again
  CHECK(run(*device, 50) == run(*cpu, 50));
  check_same(*cpu, *device);
}

TEST_CASE("A weight that is none is a fault of its target in the step after its arrival" *
          doctest::test_suite("card")) {
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 2e9f, 3, 0}, {0, 2, -1.5f, 3, 0}};
  edges.lgn_units = 1;
  edges.lgn = {{0, 0, 1e6f, 0, 9}};
  const auto network = hand_made::network({0, 0, 0}, edges);
  network->tables = random_network().tables;
  const auto check = [](Simulator& device) {
    const std::vector<std::uint32_t> unit{0};
    std::int64_t fired_at = -1;
    const std::string words = error_of([&] {
      device.step({.lgn_spikes = unit});
      for (int k = 0; k < 200; ++k)
        if (!device.step({}).empty() && fired_at < 0)
          fired_at = device.now() - 1;
    });
    CAPTURE(words);
    CHECK(contains(words, "neuron 1 "));
    CHECK(contains(words, "1 recurrent synapses (largest: 2e+09 pA from 0), 0 LGN synapses"));
    CHECK(fired_at > 0);
    CHECK(device.now() == fired_at + 3 * 4 + 2); // 3 ms of 4 steps, seen in the next step, which has been made
    device.reset();
    for (int k = 0; k < 50; ++k)
      device.step({});
    CHECK(device.state().more.at("u_mV") == std::vector<double>(3, 0.0));
  };
  check(*on_device(network, *network->tables, 0.25));
}

TEST_CASE("A network without connections") {
  const auto network = hand_made::network({0, 4}, {});
  network->tables = random_network().tables;
  const auto cpu = make_nest_simulator(network, 0.1, one_thread());
  const auto device = emulated(network, *random_network().tables, 0.1);
  Perturbation push;
  push.added_pA = {1e4f, 0.0f};
  std::size_t fired = 0;
  for (Simulator* one : {cpu.get(), device.get()}) {
    one->perturb(push);
    for (int k = 0; k < 100; ++k)
      fired += one->step({}).size();
  }
  CHECK(fired > 2);
  check_same(*cpu, *device);
}
