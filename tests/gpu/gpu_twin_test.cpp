// SPDX-License-Identifier: Apache-2.0
// The CUDA back end does what the CPU does: same spikes, state to rounding, two runs equal to the bit. In the emulation
// of the kernels; the suite "card" also on a card.
#include "engine/core/task.h"
#include "engine/network/generator/generate.h"
#include "engine/simulation/gpu_back_end.h"
#include "gpu/basis4/simulator.h"
#include "simulation_support.h"
#include "test_device.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

hand_made::RandomNetwork random_network() {
  return {300, 30, 5, 40.0f};
}

/// The network's twin simulators.
struct Twins {
  ModelTables tables = hand_made::tables();
  std::shared_ptr<const Network> network;
  std::unique_ptr<Simulator> cpu, gpu;

  explicit Twins(bool hard_reset = false) {
    const hand_made::RandomNetwork made = random_network();
    network = hand_made::network(made.models, made.edges);
    SimulatorOptions options = options_with(1);
    options.hard_reset = hard_reset;
    cpu = std::make_unique<CpuSimulator>(network, tables, options);
    gpu = emulated(options);
  }
  std::unique_ptr<Simulator> emulated(const SimulatorOptions& options) const {
    return std::make_unique<GpuSimulator>(make_emulated_device(), network, tables, options);
  }
  std::uint32_t units() const { return network->lgn.source_count; }
};

/// Largest difference, relative to the largest number: currents of both signs cancel, and what is left has the rounding
/// of what was added.
double farthest(const std::vector<float>& a, const std::vector<float>& b) {
  double far = 0.0, largest = 1.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    far = std::max(far, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    largest = std::max(largest, std::abs(static_cast<double>(a[i])));
  }
  return far / largest;
}

double farthest(const SimulatorState& a, const SimulatorState& b) {
  REQUIRE(a.v.size() == b.v.size());
  return std::max(
      {farthest(a.v, b.v), farthest(a.asc, b.asc), farthest(a.psc, b.psc), farthest(a.psc_rise, b.psc_rise)});
}

std::shared_ptr<const Network> small_network() {
  NetworkRecipe recipe; // R = 100: 4,239 neurons
  std::shared_ptr<const Network> network;
  Task task("Build");
  ThreadPool pool(2);
  task.run([&](Task& t) { network = generate_network(recipe, pool, t); });
  REQUIRE_MESSAGE(network, task.status().error);
  return network;
}

SpikeTrains run_small(Simulator& simulator, int steps) {
  SpikeTrains spikes;
  for (int t = 0; t < steps; ++t) {
    std::vector<std::uint32_t> lgn;
    for (std::uint32_t unit = 0; unit < 17'400; ++unit)
      if (uniform_float(philox(1, Stream::lgn_spikes, static_cast<std::uint32_t>(t), unit, 0).x0) < 0.0064f)
        lgn.push_back(unit);
    const auto fired = simulator.step({.lgn_spikes = lgn});
    spikes.emplace_back(fired.begin(), fired.end());
  }
  return spikes;
}

} // namespace

TEST_CASE("Same spikes and the same state to rounding, soft and hard reset") {
  for (const bool hard_reset : {false, true}) {
    Twins twins(hard_reset);
    const SpikeTrains expected = run(*twins.cpu, 1000, twins.units());
    const SpikeTrains found = run(*twins.gpu, 1000, twins.units());
    CHECK(total(expected) > 2000);
    CHECK(found == expected);
    CHECK(farthest(twins.cpu->state(), twins.gpu->state()) < 1e-5);
    CHECK(twins.cpu->state().refractory == twins.gpu->state().refractory);
  }
}

TEST_CASE("Two runs are equal to the bit, and so is one that was saved and restored") {
  const Twins twins;
  const auto first = twins.emulated(options_with(1)), second = twins.emulated(options_with(1));
  run(*first, 200, twins.units());
  const SimulatorState middle = first->state();
  run(*second, 50, twins.units());
  second->restore(middle);
  const SpikeTrains expected = run(*first, 200, twins.units());
  CHECK(run(*second, 200, twins.units()) == expected);
  CHECK(same_state(first->state(), second->state()));
  second->reset();
  const auto third = twins.emulated(options_with(1));
  CHECK(run(*second, 100, twins.units()) == run(*third, 100, twins.units()));
  CHECK(same_state(second->state(), third->state()));
}

TEST_CASE("A state goes from one back end to the other") {
  Twins twins;
  run(*twins.cpu, 150, twins.units());
  twins.gpu->restore(twins.cpu->state());
  CHECK(run(*twins.gpu, 200, twins.units()) == run(*twins.cpu, 200, twins.units()));
  twins.cpu->restore(twins.gpu->state());
  CHECK(run(*twins.gpu, 200, twins.units()) == run(*twins.cpu, 200, twins.units()));
}

TEST_CASE("Perturbations act alike, also on spikes under way") {
  Twins twins;
  const std::size_t n = twins.network->neurons.size();
  Perturbation perturbation;
  perturbation.added_pA.assign(n, 0.0f);
  perturbation.silenced.assign(n, 0);
  perturbation.outgoing.assign(n, 1.0f);
  perturbation.incoming.assign(n, 1.0f);
  for (std::size_t i = 0; i < n; ++i) {
    perturbation.added_pA[i] = i % 3 == 0 ? 30.0f : 0.0f;
    perturbation.silenced[i] = i % 7 == 0;
    perturbation.outgoing[i] = i % 5 == 0 ? 2.0f : 1.0f;
    perturbation.incoming[i] = i % 4 == 0 ? 0.5f : 1.0f;
  }
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()})
    run(*one, 101, twins.units());
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()})
    one->perturb(perturbation);
  CHECK(run(*twins.gpu, 200, twins.units()) == run(*twins.cpu, 200, twins.units()));
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()})
    one->perturb({});
  CHECK(run(*twins.gpu, 200, twins.units()) == run(*twins.cpu, 200, twins.units()));
  CHECK(farthest(twins.cpu->state(), twins.gpu->state()) < 1e-5);
}

TEST_CASE("What observers read is the same") {
  Twins twins;
  const std::vector<std::uint32_t> neurons{299, 3, 77, 150};
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()}) {
    one->watch_sources(neurons);
    run(*one, 300, twins.units());
  }
  for (const NeuronVariable variable :
       {NeuronVariable::v_mV, NeuronVariable::asc_pA, NeuronVariable::synaptic_pA, NeuronVariable::recurrent_pA,
        NeuronVariable::lgn_pA, NeuronVariable::background_pA, NeuronVariable::refractory_steps}) {
    std::vector<float> expected(neurons.size()), found(neurons.size());
    twins.cpu->read(variable, neurons, expected);
    twins.gpu->read(variable, neurons, found);
    CHECK(farthest(expected, found) < 1e-4);
  }
  for (const std::uint32_t neuron : neurons) {
    const NeuronSample expected = twins.cpu->sample(neuron), found = twins.gpu->sample(neuron);
    CHECK(found.v_mV == doctest::Approx(expected.v_mV).epsilon(1e-5));
    CHECK(found.threshold_mV == expected.threshold_mV);
    CHECK(found.refractory == expected.refractory);
  }
  CHECK(farthest(twins.cpu->state(), twins.gpu->state()) < 1e-5);
  // The CPU finds each source's share by subtraction, which rounds once more.
  CHECK(farthest(twins.cpu->state().watched.psc, twins.gpu->state().watched.psc) < 1e-4);
  const std::vector<std::uint32_t> replayed{1, 1, 3};
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()})
    one->step({.background_spikes = std::span<const std::uint32_t>(replayed)});
  CHECK(farthest(twins.cpu->state(), twins.gpu->state()) < 1e-5);
}

TEST_CASE("Rates act as currents alike, of the LGN and of the background") {
  const Twins twins;
  SimulatorOptions options = options_with(1);
  options.background_as_current = true;
  CpuSimulator cpu(twins.network, twins.tables, options);
  const auto gpu = twins.emulated(options);
  std::vector<std::uint32_t> units;
  std::vector<float> amounts;
  for (std::uint32_t unit = 0; unit < twins.units(); unit += 2) {
    units.push_back(unit);
    amounts.push_back(0.02f * static_cast<float>(unit % 7));
  }
  SpikeTrains expected, found;
  for (int t = 0; t < 500; ++t) {
    const StepInput input{.lgn_spikes = units, .lgn_amounts = amounts};
    for (const auto& [simulator, spikes] :
         {std::pair<Simulator*, SpikeTrains*>(&cpu, &expected), {gpu.get(), &found}}) {
      const auto fired = simulator->step(input);
      spikes->emplace_back(fired.begin(), fired.end());
    }
  }
  CHECK(total(expected) > 500);
  CHECK(found == expected);
  CHECK(farthest(cpu.state(), gpu->state()) < 1e-5);
}

TEST_CASE("What cannot be is refused in the same words") {
  Twins twins;
  const std::vector<std::uint32_t> far{4'000'000'000u};
  std::vector<std::string> words;
  for (Simulator* one : {twins.cpu.get(), twins.gpu.get()}) {
    words.push_back(error_of([&] { one->step({.lgn_spikes = far}); }));
    words.push_back(error_of([&] { one->step({.background_spikes = std::span<const std::uint32_t>(far)}); }));
    std::vector<float> out(1);
    words.push_back(error_of([&] { one->read(NeuronVariable::v_mV, far, out); }));
    words.push_back(error_of([&] { one->watch_sources(far); }));
    Perturbation wrong;
    wrong.added_pA = {1.0f};
    words.push_back(error_of([&] { one->perturb(wrong); }));
    SimulatorState state = one->state();
    state.v.pop_back();
    words.push_back(error_of([&] { one->restore(state); }));
  }
  for (std::size_t i = 0; i < words.size() / 2; ++i) {
    CHECK(words[i] != "no error");
    CHECK(words[i] == words[i + words.size() / 2]);
  }
}

TEST_CASE("Numbers that leave the range are found, with the neuron and what reached it") {
  hand_made::Edges edges;
  edges.lgn_units = 1;
  edges.lgn = {{0, 1, std::numeric_limits<float>::max(), 0, 9}};
  const auto network = hand_made::network({0, 4}, edges);
  GpuSimulator gpu(make_emulated_device(), network, hand_made::tables(), options_with(1));
  const std::vector<std::uint32_t> spike{0};
  const std::string words = error_of([&] {
    gpu.step({.lgn_spikes = spike});
    for (int t = 0; t < 5; ++t)
      gpu.step({});
  });
  CHECK_MESSAGE(contains(words, "neuron 1"), words);
}

TEST_CASE("The small network fires alike for a second" * doctest::test_suite("card")) {
  const auto network = small_network();
  const auto cpu = make_cpu_simulator(network, options_with(2));
  const SpikeTrains expected = run_small(*cpu, 1000);
  CHECK(total(expected) > 2000);
  if (!on_card()) {
    GpuSimulator emulated(make_emulated_device(), network, model_tables(), options_with(1));
    CHECK(run_small(emulated, 1000) == expected);
    return;
  }
  const auto card = make_gpu_simulator(network, options_with(1));
  CHECK(contains(card->backend(), "CUDA"));
  CHECK(run_small(*card, 1000) == expected);
  CHECK(farthest(cpu->state(), card->state()) < 1e-5);
  const auto again = make_gpu_simulator(network, options_with(1));
  run_small(*again, 1000);
  CHECK(same_state(card->state(), again->state()));
}

#if defined(STRIATE_HAVE_CUDA)
TEST_CASE("Without a card the module says what is missing") {
  const std::string missing = missing_card();
  if (missing.empty())
    return; // there is one
  CHECK_MESSAGE(contains(missing, "--backend cpu"), missing);
  CHECK(!contains(missing, "beside the program")); // the module was found
}
#endif
