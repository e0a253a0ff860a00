// SPDX-License-Identifier: Apache-2.0
// Every key of a cell model is obeyed, has no effect in NEST either, or is refused by name.
#include "engine/network/sonata/names/cell_model_keys.h"
#include "engine/network/sonata/read/cell_model_file.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/sonata_sandbox.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace striate;
using namespace striate::test;
using nlohmann::json;
using sonata::CellModelFile;
using sonata::CellModelKey;

namespace {

json plain() {
  return json::parse(R"({"V_m": -70.0, "V_th": -45.0, "g": 9.0, "E_L": -70.0, "C_m": 80.0, "t_ref": 1.5,
    "V_reset": -70.0, "asc_init": [0.0, 0.0], "asc_decay": [0.003, 0.3], "asc_amps": [-4.0, -300.0],
    "tau_syn_fast": [1.0, 2.0], "tau_syn_slow": [3.0, 4.0], "amp_slow": [0.2, 0.3],
    "spike_dependent_threshold": false, "after_spike_currents": true, "adapting_threshold": false})");
}

struct Parsed {
  CellModelFile file;
  std::vector<std::string> errors;

  std::string note(const std::string& key) const {
    const auto found = std::ranges::find(file.notes, key, &sonata::CellModelNote::key);
    return found == file.notes.end() ? "" : found->what;
  }
};

Parsed parse(const json& model) {
  sonata::Problems problems(sonata::Problems::Mode::gentle);
  Parsed parsed{sonata::parse_cell_model(model, {"model.json", {}, {}}, problems), {}};
  for (const SonataProblem& problem : problems.take())
    parsed.errors.push_back(problem.sentence);
  return parsed;
}

Parsed with(const std::string& key, const json& value) {
  json model = plain();
  model[key] = value;
  return parse(model);
}

Parsed without(const std::string& key) {
  json model = plain();
  model.erase(key);
  return parse(model);
}

} // namespace

TEST_CASE("The keys of glif_psc_double_alpha that can be set are all known") {
  // nest.GetDefaults("glif_psc_double_alpha") of NEST 3.10.0 without what only tells of a node (model, global_id,
  // recordables, ...), which NEST refuses to set.
  const std::set<std::string_view> of_nest{"ASCurrents",
                                           "C_m",
                                           "Ca",
                                           "E_L",
                                           "V_m",
                                           "V_reset",
                                           "V_th",
                                           "adapting_threshold",
                                           "after_spike_currents",
                                           "amp_slow",
                                           "asc_amps",
                                           "asc_decay",
                                           "asc_init",
                                           "asc_r",
                                           "beta_Ca",
                                           "frozen",
                                           "g",
                                           "ignore_and_spike",
                                           "ignore_and_spike_interval",
                                           "ignore_and_spike_offset",
                                           "spike_dependent_threshold",
                                           "synaptic_elements",
                                           "t_ref",
                                           "tau_Ca",
                                           "tau_minus",
                                           "tau_minus_triplet",
                                           "tau_syn_fast",
                                           "tau_syn_slow",
                                           "th_spike_add",
                                           "th_spike_decay",
                                           "th_voltage_decay",
                                           "th_voltage_index",
                                           "threshold_spike",
                                           "threshold_voltage",
                                           "voltage_reset_add",
                                           "voltage_reset_fraction"};
  std::set<std::string_view> known;
  for (const sonata::CellModelKeyUse& one : sonata::cell_model_keys)
    CHECK(known.insert(one.key).second);
  CHECK(known.erase("tau_syn") == 1); // an older name
  CHECK(known == of_nest);
}

TEST_CASE("What every key does") {
  CHECK(parse(plain()).errors.empty());
  CHECK(parse(plain()).file.notes.empty());
  for (const sonata::CellModelKeyUse& one : sonata::cell_model_keys) {
    const std::string key(one.key);
    CAPTURE(key);
    if (one.use == CellModelKey::off) {
      CHECK(with(key, false).errors.empty());
      CHECK(with(key, 0.0).errors.empty());
      for (const json& on : {json(true), json(1), json("yes"), json(nullptr)}) {
        REQUIRE(with(key, on).errors.size() >= 1);
        CHECK(contains(with(key, on).errors[0], "model.json, " + key + ": "));
      }
      CHECK(contains(with(key, true).errors[0], "is not supported; only GLIF1 and GLIF3 models can be simulated."));
    } else if (one.use == CellModelKey::zero) {
      CHECK(with(key, 0.0).errors.empty());
      REQUIRE(with(key, 0.5).errors.size() == 1);
      CHECK(contains(with(key, 0.5).errors[0], "model.json, " + key + ": not 0, but its mechanism"));
    } else if (one.use == CellModelKey::no_effect) {
      CHECK(with(key, 3.25).errors.empty());
      CHECK(with(key, 3.25).file.notes.empty());
    }
  }
  const Parsed unknown = with("E_rev", 1.0);
  CHECK(unknown.errors.empty());
  CHECK(contains(unknown.note("E_rev"), "has no such key; it is ignored"));
}

TEST_CASE("Keys that are obeyed") {
  CHECK(!parse(plain()).file.model.start_mV);
  const Parsed start = with("V_m", -60.0);
  CHECK(start.file.model.start_mV == -60.0);
  CHECK(contains(start.note("V_m"), "-60 mV, but E_L = -70 mV: the dynamics nest starts at V_m, basis4 at E_L"));

  const Parsed reset = with("V_reset", -66.0);
  CHECK(reset.file.model.V_reset_mV == -66.0);
  CHECK(contains(reset.note("V_reset"), "basis4"));
  CHECK(contains(with("V_reset", -45.0).errors.at(0), "V_reset = -45 mV does not lie below V_th = -45 mV"));

  const Parsed share = with("asc_r", {0.5, 1.0});
  CHECK(share.file.model.asc_share == std::array{0.5, 1.0});
  CHECK(contains(share.note("asc_r"), "basis4 supports 1 only"));
  CHECK(with("asc_r", {1.0, 1.0}).file.notes.empty());
  CHECK(contains(with("asc_r", {1.5, 1.0}).errors.at(0), "model.json, asc_r"));
  CHECK(contains(with("asc_r", {1.0}).errors.at(0), "asc_r: has 1 entries instead of 2"));
  CHECK(contains(with("asc_r", 1.0).errors.at(0), "asc_r: not a list of finite numbers"));

  const Parsed currents = with("ASCurrents", {-5.0, 7.0});
  CHECK(currents.file.model.asc_start_pA == std::array{-5.0, 7.0});
  CHECK(contains(currents.note("ASCurrents"), "basis4 from 0"));

  // NEST's state is made before its parameters are set: asc_init changes nothing there.
  const Parsed init = with("asc_init", {-5.0, 7.0});
  CHECK(init.file.model.asc_start_pA == std::array{0.0, 0.0});
  CHECK(contains(init.note("asc_init"), "have no effect, as in NEST"));
  CHECK(contains(with("asc_init", {1.0, 2.0, 3.0}).errors.at(0), "asc_init: has 3 entries"));

  json older = plain();
  older["tau_syn"] = older["tau_syn_fast"];
  older.erase("tau_syn_fast");
  CHECK(parse(older).file.tau_fast_ms == std::vector{1.0, 2.0});
}

TEST_CASE("A model without after-spike currents has none, whatever their keys say") {
  for (const json& off : {json(false), json(0)}) {
    json model = plain();
    model["after_spike_currents"] = off;
    for (const char* key : {"asc_decay", "asc_amps", "asc_init"}) {
      const CellModel found = parse(model).file.model;
      CHECK(found.asc_amp_pA == std::array{0.0, 0.0});
      CHECK(found.asc_decay_per_ms[0] > 0.0);
      CHECK(parse(model).errors.empty());
      CHECK(parse(model).file.notes.empty());
      model.erase(key);
    }
    model["ASCurrents"] = {1.0, 0.0}; // NEST refuses it too
    CHECK(contains(parse(model).errors.at(0), "model.json, ASCurrents: not 0 where after_spike_currents is false"));
  }
  CHECK(contains(with("after_spike_currents", "no").errors.at(0), "after_spike_currents: not true or false"));
}

TEST_CASE("Missing keys: NEST's default where it has one that means something, else refused by name") {
  const Parsed currents = without("after_spike_currents");
  CHECK(currents.errors.empty());
  CHECK(currents.file.model.asc_amp_pA == std::array{0.0, 0.0});
  CHECK(contains(currents.note("after_spike_currents"), "as in NEST, spikes leave no after-spike currents"));
  const Parsed start = without("V_m");
  CHECK(start.errors.empty());
  CHECK(start.file.model.start_mV == -78.85);
  CHECK(contains(start.note("V_m"), "as in NEST, the dynamics nest starts at -78.85 mV"));
  for (const char* key : {"spike_dependent_threshold", "adapting_threshold", "asc_init"}) {
    CHECK(without(key).errors.empty());
    CHECK(without(key).file.notes.empty());
  }
  for (const char* key : {"C_m", "g", "E_L", "V_th", "V_reset", "t_ref", "asc_decay", "asc_amps", "tau_syn_fast",
                          "tau_syn_slow", "amp_slow"}) {
    REQUIRE(!without(key).errors.empty());
    CHECK(without(key).errors[0] == std::string("model.json, ") + key + ": the key is missing.");
  }
}

TEST_CASE("What the files say reaches the network, is said once, and is written again") {
  SonataSandbox sandbox;
  const std::string first = "components/cell_models/484509440_glif_lif_asc_config.json";
  const std::string second = "components/cell_models/486753754_glif_lif_asc_config.json";
  for (const std::string& name : {first, second}) {
    json model = json::parse(sandbox.text(name));
    model["V_m"] = model["E_L"].get<double>() + 4.0;
    model["asc_r"] = {0.25, 1.0};
    model["ASCurrents"] = {0.0, -12.0};
    model["note"] = "of a colleague";
    sandbox.write_text(name, model.dump());
  }
  const SonataNetwork read = sandbox.read();
  REQUIRE(read.warnings.size() == 4);
  for (const SonataProblem& warning : read.warnings) {
    CHECK(contains(warning.sentence, "(and so in 1 more cell model)"));
    CHECK(contains(warning.sentence, "_glif_lif_asc_config.json, "));
  }
  const auto check = [&](const Network& network) {
    int found = 0;
    for (const CellModel& model : network.tables->cell_models)
      if (model.node_type_id == 484509440 || model.node_type_id == 486753754) {
        CHECK(model.start_mV.value() == doctest::Approx(model.E_L_mV + 4.0));
        CHECK(model.asc_share == std::array{0.25, 1.0});
        CHECK(model.asc_start_pA == std::array{0.0, -12.0});
        ++found;
      } else {
        CHECK(!model.start_mV);
      }
    CHECK(found == 2);
  };
  check(*read.network);
  const TemporaryFolder folder;
  Task task("test");
  ThreadPool pool(2);
  write_sonata(*read.network, folder / "net", {.threads = 2}, task);
  check(*read_sonata(folder / "net", {}, pool, task).network);
}

TEST_CASE("Parameters row by row are written as types of their own, and read back") {
  SonataSandbox sandbox;
  std::vector<double> starts;
  for (int i = 0; i < 50; ++i)
    starts.push_back(-80.0 + 0.25 * i);
  sandbox.put("v1_nodes", "/nodes/v1/0/dynamics_params/V_m", starts, {.type = H5T_IEEE_F64LE});
  const auto read = sandbox.read().network;
  const TemporaryFolder folder;
  Task task("test");
  ThreadPool pool(2);
  write_sonata(*read, folder / "net", {.threads = 2}, task);
  const auto again = read_sonata(folder / "net", {}, pool, task).network;
  REQUIRE(again->neurons.size() == 50);
  // Neurons of a type of their own may come in another order: they are told apart by where they lie.
  for (std::uint32_t i = 0; i < 50; ++i) {
    const auto found = std::ranges::find(again->neurons.x_um, read->neurons.x_um[i]);
    REQUIRE(found != again->neurons.x_um.end());
    const auto other = static_cast<std::size_t>(found - again->neurons.x_um.begin());
    const CellModel& before = read->tables->cell_models[read->neurons.model[i]];
    const CellModel& after = again->tables->cell_models[again->neurons.model[other]];
    CHECK(before.start_mV.value_or(before.E_L_mV) == starts[read->neurons.file_id[i]]);
    CHECK(after.start_mV.value_or(after.E_L_mV) == before.start_mV.value_or(before.E_L_mV));
    CHECK(after.C_m_pF == before.C_m_pF);
  }
}
