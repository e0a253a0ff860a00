// SPDX-License-Identifier: Apache-2.0
// What the table says a parameter is: its scope, what a resumed training run does with it, its choices as enumerations.
#include "engine/parameters/meaning.h"

#include <doctest/doctest.h>
#include <map>
#include <set>
#include <string>

using namespace striate;

namespace {

using Keys = std::set<std::string>;

Keys keys_where(auto holds) {
  Keys keys;
  for (const Parameter& one : parameter_table())
    if (holds(one))
      keys.insert(one.key);
  return keys;
}

/// The enumeration lists what the table lists, in its order.
template <typename E>
void check_choices(Keys& seen) {
  const Parameter& one = parameter(choices::Of<E>::key);
  CAPTURE(one.key);
  CHECK(one.type == ParameterType::choice);
  REQUIRE(one.choices.size() == choices::Of<E>::names.size());
  ParameterSet parameters;
  for (std::size_t i = 0; i < one.choices.size(); ++i) {
    CHECK(one.choices[i] == choices::Of<E>::names[i]);
    parameters.set_text(one.key, one.choices[i]);
    CHECK(parameters.is(static_cast<E>(i)));
  }
  seen.insert(one.key);
}

template <typename... E>
Keys checked_choices() {
  Keys seen;
  (check_choices<E>(seen), ...);
  return seen;
}

ParameterSet with(const char* key, const char* text) {
  ParameterSet parameters;
  parameters.set_text(key, text);
  return parameters;
}

} // namespace

TEST_CASE("enumerations of choices are those of the table, and every choice but the range of a movie has one") {
  using namespace choices;
  const Keys seen =
      checked_choices<StimulusKind, Waveform, ApertureKind, Polarity, NetworkKind, WeightRule, Backend, Dynamics, Reset,
                      Geometry, LgnInput, BackgroundInput, TrainOrder, GrayState, Tape, TrainRecurrent, OptimizerKind,
                      Schedule, RateWeights, VoltagePenalty, SelectivityMethod, Surrogate>();
  Keys all = keys_where([](const Parameter& one) { return one.type == ParameterType::choice; });
  all.erase("movie-range"); // its names are no identifiers
  CHECK(seen == all);
}

TEST_CASE("a parameter of the machine, of recordings, of tuning and of training changes no spike of a run") {
  CHECK(keys_where([](const Parameter& one) { return one.scope == Scope::machine; }) ==
        Keys{"backend", "batch", "duration", "network-cache", "threads"});
  CHECK(keys_where([](const Parameter& one) { return one.scope == Scope::weights; }) == Keys{"weights"});
  CHECK(keys_where([](const Parameter& one) { return one.scope == Scope::network; }) ==
        Keys{"edge-variant", "fluctuate", "network", "network-file", "network-seed", "radius", "select-neurons",
             "select-radius", "small-lgn", "weight-rule", "weight-state"});
  CHECK(spike_differences(with("threads", "3"), with("backend", "cuda")).empty());
  CHECK(spike_differences({}, with("record", "none")).empty());
  CHECK(spike_differences({}, with("tune-trials", "3")).empty());
  CHECK(spike_differences({}, with("epochs", "3")).empty());
  for (const auto& [key, text] : std::map<const char*, const char*>{{"direction", "45"},
                                                                    {"network", "tiny"},
                                                                    {"weights", "best.h5"},
                                                                    {"seed", "1"},
                                                                    {"trial", "1"},
                                                                    {"dt", "0.5"},
                                                                    {"perturb", "silence:PV:0:10"},
                                                                    {"lgn-spikes", "spikes.h5"}})
    CHECK(spike_differences({}, with(key, text)) == std::vector<std::string>{key});
}

TEST_CASE("the same network has the same connectivity and the same weights; the cache is no part of it") {
  CHECK(same_network({}, with("network-cache", "off")));
  CHECK(same_network({}, with("direction", "45")));
  CHECK_FALSE(same_network({}, with("weights", "best.h5")));
  CHECK(same_connectivity({}, with("weights", "best.h5")));
  CHECK_FALSE(same_connectivity({}, with("network-seed", "1")));
  ParameterSet copy;
  copy_scope(Scope::network, with("network", "core"), copy);
  CHECK(copy == with("network", "core"));
}

TEST_CASE("a checkpoint freezes what its sums and its noise depend on; a learning rate begins a new schedule") {
  CHECK(keys_where([](const Parameter& one) { return one.on_resume == OnResume::frozen; }) ==
        Keys{"gray-state", "optimizer", "seed", "steps-per-epoch", "train-background", "train-batch", "train-lgn",
             "train-order", "train-recurrent", "validation-batch"});
  CHECK(differences_on_resume(OnResume::new_schedule, {}, with("learning-rate", "0.1")) ==
        std::vector<std::string>{"learning-rate"});
  CHECK(differences_on_resume(OnResume::frozen, {}, with("learning-rate", "0.1")).empty());
}
