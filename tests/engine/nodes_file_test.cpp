// SPDX-License-Identifier: Apache-2.0
// Nodes for an analysis are read as those of networks are; a simulation config's run becomes parameters.
#include "engine/core/errors.h"
#include "engine/dataset/nodes_file.h"
#include "engine/session/config_settings.h"
#include "practice.h"
#include "session_support.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>

using namespace striate;
using namespace striate::test;

namespace {

std::vector<std::string> names(const StudyNeurons& neurons) {
  std::vector<std::string> result;
  for (std::uint32_t i = 0; i < neurons.size(); ++i)
    result.push_back(neurons.of(i).name);
  return result;
}

bool equal(const StudyNeurons& a, const StudyNeurons& b) {
  return a.id == b.id && names(a) == names(b) && a.x_um == b.x_um && a.tuning_deg == b.tuning_deg;
}

/// The sentence of the error and its kind; empty when the nodes were read.
std::string nodes_error(const std::filesystem::path& file, const std::string& population = {}) {
  try {
    read_nodes(file, {}, population);
    return "";
  } catch (const Error& failure) {
    return (failure.kind() == Error::Kind::usage ? "usage: " : "work: ") + std::string(failure.what());
  }
}

const ConfigSettings::One* find(const ConfigSettings& config, const std::string& key) {
  const auto found = std::ranges::find(config.settings, key, &ConfigSettings::One::key);
  return found == config.settings.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("nodes for an analysis, wherever their attributes stand") {
  const SonataSandbox original;
  const StudyNeurons expected = read_nodes(original.file("network/v1_nodes.h5"));
  CHECK(expected.size() == 50);
  const auto no_table_of_its_own = [](SonataSandbox& sandbox) {
    std::filesystem::remove(sandbox.file("network/v1_node_types.csv"));
  };
  SonataSandbox all_in_h5;
  lay_over(all_in_h5, "14_no_types_file/all_in_h5");
  no_table_of_its_own(all_in_h5);
  CHECK(equal(read_nodes(all_in_h5.file("network/v1_nodes.h5")), expected));
  SonataSandbox one_table;
  lay_over(one_table, "15_population_column/one_csv");
  no_table_of_its_own(one_table);
  CHECK(equal(read_nodes(one_table.file("network/v1_nodes.h5")), expected));
  SonataSandbox none;
  no_table_of_its_own(none);
  CHECK(contains(nodes_error(none.file("network/v1_nodes.h5")), "give the table with --node-types"));
}

TEST_CASE("of several populations none is taken by chance") {
  SonataSandbox sandbox;
  sandbox.copy("v1_nodes", "/nodes/v1", "/nodes/alm");
  const auto file = sandbox.file("network/v1_nodes.h5");
  CHECK(nodes_error(file) ==
        "usage: " + file.string() + " holds the populations alm, v1; choose one with --population.");
  CHECK(contains(nodes_error(file, "V1"), "has no population V1; it holds alm, v1."));
  CHECK(read_nodes(file, {}, "v1").size() == 50);

  const TemporaryFolder folder;
  const auto table = [&](const std::string& rows) {
    std::ofstream(folder / "nodes.csv") << "node_id,population,pop_name\n" << rows;
    return folder / "nodes.csv";
  };
  const auto twice = table("0,v1,e4Rorb\n0,lgn,sON_TF1\n1,v1,i4Pvalb\n");
  CHECK(contains(nodes_error(twice), "holds the populations lgn, v1"));
  CHECK(read_nodes(twice, {}, "v1").size() == 2);
  CHECK(read_nodes(table("0,v1,e4Rorb\n1,lgn,sON_TF1\n")).size() == 2); // the ids tell them apart
  CHECK(contains(nodes_error(folder / "."), "this is a folder"));
}

TEST_CASE("a simulation config sets what Striate has, and the rest is named") {
  SonataSandbox sandbox;
  std::filesystem::rename(sandbox.file("config.json"), sandbox.file("circuit_config.json"));
  sandbox.write_text("lgn.csv", "timestamps population node_ids\n1.0 lgn 0\n");
  const std::string inputs = R"("LGN": {"input_type": "spikes", "module": "csv", "input_file": "lgn.csv",
    "node_set": "lgn"}, "noise": {"input_type": "spikes", "module": "h5", "input_file": "bkg.h5", "node_set": "bkg"})";
  const auto write = [&](const std::string& more_inputs) {
    sandbox.write_text("sim.json", R"({"network": "circuit_config.json", "run": {"tstop": 120.5, "dt": 0.25, "dL": 20},
      "inputs": {)" + inputs + more_inputs +
                                       R"(},
      "reports": {"v": {"variable_name": "V_m", "cells": {"population": "v1", "node_id": [3]}, "dt": 0.25},
                  "w": {"variable_name": "w", "cells": "all"}}})");
  };
  write(R"(, "touch": {"input_type": "spikes", "module": "h5", "input_file": "t.h5", "node_set": "skin"})");
  ParameterSet parameters;
  parameters.set_text("network", "file");
  parameters.set_text("network-file", sandbox.file("sim.json").string());
  Task task("read");
  ConfigSettings config = config_settings(parameters, task);
  REQUIRE(find(config, "duration") != nullptr);
  CHECK(find(config, "duration")->value == "121");
  CHECK(find(config, "dt") == nullptr);
  REQUIRE(find(config, "lgn-spikes") != nullptr);
  CHECK(find(config, "lgn-spikes")->value == std::filesystem::absolute(sandbox.file("lgn.csv")).string());
  CHECK(find(config, "background-spikes")->from == "inputs.noise");
  CHECK(find(config, "probe")->value == "v:ids:3:1");
  for (const char* part : {"run.dL", "inputs.touch (spikes for skin; only lgn and bkg accept spikes)",
                           "the fraction of run.tstop 120.5 ms", "run.dt 0.25 ms (basis4 uses steps of 1 ms",
                           "reports.v.dt 0.25 ms (an interval of 1 ms is used)", "reports.w (the variable w)"})
    CHECK(std::ranges::any_of(config.unused, [&](const std::string& one) { return one.starts_with(part); }));
  parameters.set_text("dynamics", "nest");
  config = config_settings(parameters, task);
  REQUIRE(find(config, "dt") != nullptr);
  CHECK(find(config, "dt")->value == "0.25");

  write(R"(, "more": {"input_type": "spikes", "module": "csv", "input_file": "m.csv", "node_set": "lgn"})");
  CHECK_THROWS_WITH_AS(config_settings(parameters, task), doctest::Contains("merge them into one file"), Error);

  Task reading("network"); // whoever takes the network alone hears of the spikes
  reading.run([&](Task& t) { build_network(parameters, t); });
  const std::string named = "inputs.LGN (" + std::filesystem::absolute(sandbox.file("lgn.csv")).string();
  CHECK(std::ranges::any_of(reading.status().warnings,
                            [&](const std::string& warning) { return contains(warning, named); }));
}

TEST_CASE("a network whose LGN has no filters runs on spikes of a file, and on nothing else") {
  SonataSandbox sandbox;
  sandbox.write_text("network/lgn_node_types.csv",
                     "node_type_id pop_name model_type\n100 tON virtual\n101 tON virtual\n102 tON virtual\n");
  sandbox.write_text("lgn.csv", "timestamps population node_ids\n1.0 lgn 0\n2.0 lgn 1\n");
  ParameterSet parameters;
  parameters.set_text("network", "file");
  parameters.set_text("network-file", sandbox.folder().string());
  Task task("read");
  CHECK_THROWS_WITH_AS(build_network(parameters, task), doctest::Contains("give their spikes (lgn-spikes)"), Error);
  parameters.set_text("lgn-spikes", sandbox.file("lgn.csv").string());
  const auto network = build_network(parameters, task);
  Session session(parameters, network);
  CHECK(session.step().lgn_spikes.size() == 1);
  CHECK(session.step().lgn_spikes.size() == 1);
  parameters.set_text("lgn-spikes", "");
  CHECK_THROWS_WITH_AS(Session(parameters, network), doctest::Contains("have no filters"), Error);
}
