// SPDX-License-Identifier: Apache-2.0
// The dynamics `nest` against itself: any dt, any number of threads, saved and restored, perturbed, with input that
// makes no sense.
#include "nest_golden.h"

#include <limits>
#include <numbers>

using namespace striate;
using namespace striate::test;

namespace {

/// First cell model of layer 2/3, class e23.
std::uint16_t e23_model() {
  const ModelTables& tables = model_tables();
  return static_cast<std::uint16_t>(
      tables.populations[static_cast<std::size_t>(tables.population_index("e23Cux2"))].first_model);
}

/// Two neurons of that model.
std::shared_ptr<Network> pair_network(const std::vector<hand_made::Edge>& recurrent, float lgn_weight = 0.0f) {
  hand_made::Edges edges;
  edges.recurrent = recurrent;
  edges.lgn_units = 1;
  edges.lgn = {{0, 0, lgn_weight, 0, 9}};
  const auto network = hand_made::network({e23_model(), e23_model()}, edges);
  network->neurons.population.assign(2, static_cast<std::uint8_t>(model_tables().population_index("e23Cux2")));
  return network;
}

} // namespace

TEST_CASE("A saved state continues bit for bit, with another number of threads too") {
  const auto first = golden_network().simulator(0.1, 2);
  golden_network().run(*first, 301);
  const std::vector<std::uint32_t> none;
  for (int k = 0; k < 7; ++k) // into the middle of delays
    first->step({none, none});
  const SimulatorState saved = first->state();
  CHECK(saved.dynamics == "nest");
  CHECK(saved.step == 3017);
  const auto second = golden_network().simulator(0.1, 3);
  golden_network().run(*second, 120);
  second->restore(saved);
  CHECK(golden_network().run(*first, 500) == golden_network().run(*second, 500));
  CHECK(first->state().more == second->state().more);
  first->reset();
  CHECK(golden_network().run(*first, 300) == golden_network().run(*golden_network().simulator(0.1), 300));
}

TEST_CASE("States of another kind are refused and change nothing") {
  const auto simulator = golden_network().simulator(0.25);
  golden_network().run(*simulator, 50);
  const SimulatorState good = simulator->state();
  const auto refuses = [&](const std::string& part, const std::function<void(SimulatorState&)>& spoil) {
    SimulatorState bad = good;
    spoil(bad);
    const std::string text = error_of([&] { simulator->restore(bad); });
    CAPTURE(text);
    CHECK(contains(text, part));
  };
  refuses("dynamics basis4", [](SimulatorState& s) { s.dynamics = "basis4"; });
  refuses("another dt", [](SimulatorState& s) { s.more["steps_per_ms"] = {10}; });
  refuses("lacks \"u_mV\"", [](SimulatorState& s) { s.more.erase("u_mV"); });
  refuses("401 values of asc_1", [](SimulatorState& s) { s.more["asc_1"].pop_back(); });
  refuses("401 refractory counters", [](SimulatorState& s) { s.refractory.pop_back(); });
  refuses("neuron 3 refractory", [](SimulatorState& s) { s.refractory[3] = 999; });
  refuses("holds spikes", [](SimulatorState& s) { s.spikes.pop_back(); });
  refuses("out of order", [](SimulatorState& s) { s.spikes[1] = {402}; });
  refuses("LGN unit 60", [](SimulatorState& s) {
    s.more["lgn_ago"].push_back(0);
    s.more["lgn_unit"].push_back(60);
  });
  refuses("different lengths", [](SimulatorState& s) { s.more["lgn_ago"].push_back(0); });
  CHECK(simulator->state().more == good.more);
}

TEST_CASE("Exact integration: the potential does not depend on dt, and a synapse may be as fast as the membrane") {
  ModelTables tables = hand_made::tables();
  for (auto& row : tables.synapse)
    for (SynapseType& type : row)
      type.tau_fast_ms = type.tau_slow_ms = 5.0;
  CellModel& model = tables.cell_models[0];
  model.C_m_pF = 50.0;
  model.g_nS = 10.0; // tau_m = 5 ms as well
  for (const double dt_ms : {1.0, 0.5, 0.2, 0.1, 0.01}) {
    CAPTURE(dt_ms);
    hand_made::Edges edges;
    edges.lgn_units = 1;
    edges.lgn = {{0, 0, 30.0f, 0, 9}};
    const auto network = hand_made::network({0}, edges);
    NestSimulator simulator(network, tables, dt_ms, {.threads = 1});
    const long per_ms = steps_per_ms(dt_ms);
    const long arrival = std::lround(1.7 * static_cast<double>(per_ms) + 1e-9) + 1; // the end of step 0, plus the delay
    const std::vector<std::uint32_t> unit = {0};
    simulator.step({.lgn_spikes = unit});
    while (simulator.now() < 20 * per_ms)
      simulator.step({});
    const double t = 20.0 - static_cast<double>(arrival) * dt_ms;
    // C dV/dt = -g V + w e t / tau exp(-t / tau), both time constants tau.
    const double expected = model.E_L_mV + 30.0 * std::numbers::e / 5.0 * t * t / 2.0 * std::exp(-t / 5.0) / 50.0;
    const std::uint32_t neuron = 0;
    float v = 0.0f;
    simulator.read(NeuronVariable::v_mV, {&neuron, 1}, {&v, 1});
    CHECK(v == doctest::Approx(expected).epsilon(1e-6));
    CHECK(simulator.state().more.at("u_mV")[0] == doctest::Approx(expected - model.E_L_mV).epsilon(1e-11));
  }
}

TEST_CASE("Delays round to the nearest step, and a run's own milliseconds count where the tables disagree") {
  // Neuron 0 fires in step 0 and reaches neuron 1 (e23 to e23: 1.82 ms).
  const auto arrival_step = [](const std::shared_ptr<Network>& network, double dt_ms) {
    NestSimulator simulator(network, model_tables(), dt_ms, {.threads = 1});
    Perturbation push;
    push.added_pA = {1e6f, 0.0f};
    simulator.perturb(push);
    REQUIRE(simulator.step({}).size() == 1);
    simulator.perturb({});
    while (simulator.state().more["rise_fast_0"][1] == 0)
      simulator.step({});
    return simulator.now() - 1;
  };
  CHECK(model_tables().delay_ms[0][0] == 1.82);
  const auto usual = pair_network({{0, 1, 10.0f, 2, 0}});
  CHECK(arrival_step(usual, 0.1) == 18);
  CHECK(arrival_step(usual, 0.25) == 7);
  CHECK(arrival_step(usual, 1.0) == 2);
  const auto slow = pair_network({{0, 1, 10.0f, 3, 0}});
  CHECK(arrival_step(slow, 0.1) == 30);
  CHECK(arrival_step(slow, 1.0) == 3);
}

TEST_CASE("Currents by source add up to the total") {
  const auto simulator = golden_network().simulator(0.25, 2);
  const std::vector<std::uint32_t> watched = {399, 7, 150};
  simulator->watch_sources(watched);
  golden_network().run(*simulator, 200);
  std::vector<float> total(3), recurrent(3), lgn(3), background(3);
  simulator->read(NeuronVariable::synaptic_pA, watched, total);
  simulator->read(NeuronVariable::recurrent_pA, watched, recurrent);
  simulator->read(NeuronVariable::lgn_pA, watched, lgn);
  simulator->read(NeuronVariable::background_pA, watched, background);
  for (std::size_t k = 0; k < watched.size(); ++k) {
    CHECK(lgn[k] > 0.0f);
    CHECK(background[k] > 0.0f);
    CHECK(recurrent[k] != 0.0f);
    CHECK(recurrent[k] + lgn[k] + background[k] == doctest::Approx(total[k]).epsilon(1e-4));
  }
  const auto other = golden_network().simulator(0.25);
  other->watch_sources(watched);
  other->restore(simulator->state());
  std::vector<float> again(3);
  other->read(NeuronVariable::recurrent_pA, watched, again);
  CHECK(again == recurrent);
  const std::vector<std::uint32_t> unwatched = {8}, far = {402};
  CHECK(contains(error_of([&] { simulator->read(NeuronVariable::lgn_pA, unwatched, std::span(again).first(1)); }),
                 "neuron 8 by source are not recorded"));
  CHECK(contains(error_of([&] { simulator->watch_sources(far); }), "neuron 402"));
}

TEST_CASE("Perturbations") {
  const Spikes plain = golden_network().run(*golden_network().simulator(0.25), 300);
  const std::size_t neurons = 402;
  const auto perturbed = [&](const Perturbation& perturbation) {
    const auto simulator = golden_network().simulator(0.25, 2);
    golden_network().run(*simulator, 10);
    simulator->perturb(perturbation);
    return golden_network().run(*simulator, 300);
  };
  const auto later = [](const Spikes& spikes) {
    Spikes result;
    std::ranges::copy_if(spikes, std::back_inserter(result), [](const auto& spike) { return spike.first >= 40; });
    return result;
  };
  Perturbation ones;
  ones.outgoing.assign(neurons, 1.0f);
  ones.incoming.assign(neurons, 1.0f);
  CHECK(perturbed({}) == later(plain));
  CHECK(perturbed(ones) == later(plain));

  Perturbation cut_out, cut_in;
  cut_out.outgoing.assign(neurons, 0.0f);
  cut_in.incoming.assign(neurons, 0.0f);
  const Spikes isolated = perturbed(cut_out);
  CHECK(isolated == perturbed(cut_in));
  CHECK(isolated != later(plain));

  Perturbation silence;
  silence.silenced.assign(neurons, 0);
  silence.silenced[plain.back().second] = 1;
  for (const auto& [step, neuron] : perturbed(silence))
    CHECK(neuron != plain.back().second);
  silence.silenced.pop_back();
  CHECK(error_of([&] { perturbed(silence); }) != "no error");
}

TEST_CASE("Numbers out of range are found at once and explained") {
  const auto network = pair_network({{0, 1, 12.5f, 2, 0}}, 1e6f);
  NestSimulator simulator(network, model_tables(), 0.1, {.threads = 1});
  const std::vector<std::uint32_t> unit = {0};
  simulator.step({.lgn_spikes = unit});
  while (simulator.step({}).empty()) {
  }
  for (int k = 0; k < 18; ++k) // the spike arrives in the last of these steps
    simulator.step({});
  SimulatorState spoiled = simulator.state();
  spoiled.more["rise_fast_0"][1] = std::numeric_limits<double>::infinity();
  simulator.restore(spoiled);
  const std::string text = error_of([&] { simulator.step({}); });
  CAPTURE(text);
  CHECK(contains(text, "neuron 1 (L2/3_Exc e23Cux2)"));
  CHECK(contains(text, "1 recurrent synapses (largest: 12.5 pA from 0), 0 LGN synapses"));
}

TEST_CASE("Steps, delays and inputs that make no sense") {
  CHECK(steps_per_ms(1.0) == 1);
  CHECK(steps_per_ms(0.1) == 10);
  CHECK(steps_per_ms(0.125) == 8);
  CHECK(steps_per_ms(0.01) == 100);
  for (const double dt_ms :
       {0.3, 2.0, 0.0, 0.005, -0.1, 0.15, 1.0 / 3.0, 1.0 / 64.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK(contains(error_of([&] { steps_per_ms(dt_ms); }), "does not divide a millisecond"));

  const auto network = pair_network({{0, 1, 10.0f, 2, 0}}, 5.0f);
  ModelTables tables = model_tables();
  const auto construct = [&](double dt_ms) {
    return error_of([&] { NestSimulator(network, tables, dt_ms, {.threads = 1}); });
  };
  tables.delay_ms[0][3] = 0.3;
  CHECK(contains(construct(1.0), "from e23 to e5it have a delay of 0.3 ms, less than half of the step of 1 ms"));
  CHECK(construct(0.5) == "no error");
  tables.lgn_delay_ms = 0.0;
  CHECK(contains(construct(0.1), "from LGN to V1 have a delay of 0 ms"));
  CHECK(contains(error_of([&] { NestSimulator(network, hand_made::tables(), 0.1, {.threads = 1}); }), "tau_fast"));
  CHECK(contains(error_of([&] { make_nest_simulator(nullptr, 0.1, {}); }), "no network"));

  NestSimulator simulator(network, model_tables(), 0.1, {.threads = 1});
  const std::vector<std::uint32_t> wrong = {1}, sources = {0};
  CHECK(contains(error_of([&] { simulator.step({.lgn_spikes = wrong}); }), "LGN unit 1 fires"));
  CHECK(contains(error_of([&] { simulator.step({.background_spikes = sources}); }), "Background source 0"));
  CHECK(contains(error_of([&] { simulator.sample(2); }), "Neuron 2"));
  CHECK(simulator.now() == 0);
}

TEST_CASE("A delay of one synapse is rounded to the step as NEST does; what does not fit is refused by name") {
  // From NEST: floor(delay / dt + 1/2) steps.
  const auto steps_of = [](double delay_ms, double dt_ms) {
    const auto network = pair_network({{0, 1, 10.0f, 1, 0, delay_ms}, {1, 0, 10.0f, 1, 0, 7.0}});
    ThreadPool pool(2);
    const NestTables tables(network, model_tables(), dt_ms, pool);
    REQUIRE(tables.recurrent->row(tables.range_of(1), 0).size() == 1);
    CHECK(tables.recurrent->max_delay() == std::lround(7.0 / dt_ms));
    return static_cast<int>(tables.recurrent->row(tables.range_of(1), 0).front().delay);
  };
  CHECK(steps_of(1.6, 0.1) == 16);
  CHECK(steps_of(1.6, 0.25) == 6);
  CHECK(steps_of(1.625, 0.25) == 7);
  CHECK(steps_of(1.55, 0.1) == 16);
  CHECK(steps_of(1.6, 1.0) == 2);
  CHECK(steps_of(0.05, 0.1) == 1);
  CHECK(steps_of(0.5, 1.0) == 1);
  const auto refused = [](double delay_ms, double dt_ms) {
    const auto network = pair_network({{0, 1, 10.0f, 1, 0, 3.0}, {1, 0, 10.0f, 1, 0, delay_ms}});
    return error_of([&] { NestSimulator(network, model_tables(), dt_ms, {.threads = 1}); });
  };
  CHECK(refused(0.04, 0.1) ==
        "The recurrent synapse from 1 to neuron 0 has a delay of 0.04 ms, less than half of the step of 0.1 ms, and so "
        "do 0 more; choose a smaller dt.");
  CHECK(refused(0.04, 0.05) == "no error");
  CHECK(contains(refused(700.0, 0.01), "more than 65535 steps of 0.01 ms"));
  for (const double delay_ms :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    CHECK(contains(refused(delay_ms, 0.1), "the delay of its recurrent synapse number 1 is"));
}

TEST_CASE("External synapses between neurons take the milliseconds of their run") {
  const auto network = pair_network({{0, 1, 10.0f, 3, 9}});
  ThreadPool pool(1);
  const NestTables tables(network, model_tables(), 0.1, pool);
  CHECK(tables.recurrent->row(0, 0).front().delay == 30);
}

TEST_CASE("A fault is explained by what arrived, whatever the delay of each synapse") {
  hand_made::Edges edges;
  edges.recurrent = {{0, 1, 12.5f, 2, 0, 1.6}, {0, 1, 2.5f, 2, 0, 2.3}};
  edges.lgn_units = 1;
  edges.lgn = {{0, 0, 1e6f, 0, 9, 0.7}};
  const auto network = hand_made::network({e23_model(), e23_model()}, edges);
  network->neurons.population.assign(2, static_cast<std::uint8_t>(model_tables().population_index("e23Cux2")));
  NestSimulator simulator(network, model_tables(), 0.1, {.threads = 1});
  const std::vector<std::uint32_t> unit = {0};
  simulator.step({.lgn_spikes = unit});
  while (simulator.step({}).empty()) {
  }
  for (int k = 0; k < 16; ++k) // the first of the two arrives in the last of these steps
    simulator.step({});
  SimulatorState spoiled = simulator.state();
  spoiled.more["rise_fast_0"][1] = std::numeric_limits<double>::infinity();
  simulator.restore(spoiled);
  const std::string text = error_of([&] { simulator.step({}); });
  CAPTURE(text);
  CHECK(contains(text, "1 recurrent synapses (largest: 12.5 pA from 0), 0 LGN synapses"));
}
