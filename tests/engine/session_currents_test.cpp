// SPDX-License-Identifier: Apache-2.0
// Rates as currents through a whole session: no chance is left in the input.
#include "engine/lgn/lgn_currents.h"
#include "engine/session/run_recording.h"
#include "engine/session/tuning_trials.h"
#include "session_support.h"

#include <cmath>

using namespace striate;
using namespace striate::test;

namespace {

ParameterSet currents(int threads = 1) {
  ParameterSet parameters = tiny_parameters(threads);
  parameters.set_text("lgn-input", "currents");
  parameters.set_text("background-input", "currents");
  return parameters;
}

} // namespace

TEST_CASE("a unit sends 1.3 times the probability of a spike, in parts for shorter steps") {
  const std::vector<float> rates{0.0f, 12.0f, 0.0f, 250.0f};
  std::vector<std::uint32_t> units;
  std::vector<float> amounts;
  for (const int steps : {1, 4}) {
    lgn_currents(rates, steps, units, amounts);
    CHECK(units == std::vector<std::uint32_t>{1, 3});
    REQUIRE(amounts.size() == 2);
    CHECK(amounts[0] == doctest::Approx(1.3 * (1.0 - std::exp(-0.012)) / steps).epsilon(1e-5));
    CHECK(amounts[1] == doctest::Approx(1.3 * (1.0 - std::exp(-0.25)) / steps).epsilon(1e-5));
  }
}

TEST_CASE("with currents for LGN and background the seed decides nothing; the stimulus does") {
  Session one(currents(), tiny_network());
  const Spikes spikes = run(one, 400);
  CHECK(spikes.size() > 100);
  ParameterSet parameters = currents(2);
  parameters.set("seed", 17);
  Session other_seed(parameters, tiny_network());
  CHECK(run(other_seed, 400) == spikes);
  parameters.set_text("lgn-input", "spikes");
  Session chance(parameters, tiny_network());
  CHECK(run(chance, 400) != spikes);
  parameters = currents();
  parameters.set("direction", 90);
  Session turned(parameters, tiny_network());
  CHECK(run(turned, 400) != spikes);
}

TEST_CASE("no LGN spikes are handed out, the rates are; nest takes currents too") {
  ParameterSet parameters = currents();
  for (const char* dynamics : {"basis4", "nest"}) {
    parameters.set_text("dynamics", dynamics);
    parameters.set("dt", std::string(dynamics) == "nest" ? 0.25 : 1.0);
    Session session(parameters, tiny_network());
    std::size_t fired = 0;
    for (int ms = 0; ms < 200; ++ms) {
      const StepResult step = session.step();
      CHECK(step.lgn_spikes.empty());
      CHECK(step.lgn_rates_Hz.size() == session.network().lgn_units.size());
      fired += step.spikes.size();
    }
    CHECK(fired > 20);
  }
}

TEST_CASE("trials of a tuning run are all alike when nothing is left to chance") {
  const Lgn still(tiny_network()->lgn_units);
  const auto trials = make_tuning_trials(currents(), tiny_network(), still);
  const std::vector<ParameterSet> shown(2, currents());
  trials->start(5, shown);
  Spikes spikes[2];
  trials->run(200, [&](std::size_t k, std::int64_t ms, std::span<const std::uint32_t> fired) {
    for (const std::uint32_t id : fired)
      spikes[k].emplace_back(ms, id);
  });
  CHECK(spikes[0].size() > 20);
  CHECK(spikes[0] == spikes[1]);
}

TEST_CASE("what currents exclude is refused with the remedy") {
  ParameterSet parameters = currents();
  parameters.set_text("record", "spikes,lgn-spikes");
  CHECK(contains(sentence_of([&] { recording_plan(parameters); }), "no LGN spikes to record while lgn-input"));
  parameters.set_text("record", "background-spikes");
  CHECK(contains(sentence_of([&] { check_texts(parameters); }), "no background spikes to record"));
  parameters = currents();
  parameters.set_text("lgn-spikes", "/nowhere/spikes.h5");
  CHECK(contains(sentence_of([&] { Session(parameters, tiny_network()); }), "mutually exclusive"));
}
