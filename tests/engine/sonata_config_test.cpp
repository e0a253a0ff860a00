// SPDX-License-Identifier: Apache-2.0
// Configs, hostile and sane: the names of the manifest, separate circuit configs, folders without a config.
#include "engine/core/errors.h"
#include "engine/network/sonata/read/sonata_config.h"
#include "tests/engine/practice.h"

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;
using sonata::Problems;

namespace {

sonata::SonataConfig parse(const std::string& text) {
  Problems problems(Problems::Mode::strict);
  return sonata::parse_config(text, "/data/v1/config.json", problems);
}

std::string parse_error(const std::string& text) {
  try {
    parse(text);
    return "";
  } catch (const Error& failure) {
    return failure.what();
  }
}

std::string with_manifest(const std::string& manifest, const std::string& nodes_file) {
  return R"({"manifest": {)" + manifest + R"(}, "networks": {"nodes": [{"nodes_file": ")" + nodes_file +
         R"(", "node_types_file": "t.csv"}]}})";
}

} // namespace

TEST_CASE("names of the manifest") {
  const auto path = [](const std::string& manifest, const std::string& file) {
    return parse(with_manifest(manifest, file)).nodes.at(0).data.string();
  };
  CHECK(path("", "v1.h5") == "/data/v1/v1.h5");
  CHECK(path("", "../v2/v1.h5") == "/data/v2/v1.h5");
  CHECK(path("", "/elsewhere/v1.h5") == "/elsewhere/v1.h5");
  CHECK(path(R"("$NET": "network")", "$NET/v1.h5") == "/data/v1/network/v1.h5");
  CHECK(path(R"("$NET": "network")", "${NET}/v1.h5") == "/data/v1/network/v1.h5");
  CHECK(path(R"("${NET}": "network")", "$NET/v1.h5") == "/data/v1/network/v1.h5");
  CHECK(path(R"("$BASE": "${configdir}", "$NET": "$BASE/net")", "$NET/v1.h5") == "/data/v1/net/v1.h5");
  CHECK(path(R"("$A": "/a", "$AB": "/ab")", "$AB/v1.h5") == "/ab/v1.h5");
}

TEST_CASE("hostile manifests") {
  CHECK(contains(parse_error(with_manifest(R"("$A": "$B", "$B": "$A")", "$A/v1.h5")), "refers to itself"));
  CHECK(contains(parse_error(with_manifest(R"("$A": "x$A")", "$A/v1.h5")), "refers to itself"));
  CHECK(contains(parse_error(with_manifest("", "$NOWHERE/v1.h5")), "$NOWHERE, which the manifest does not define"));
  CHECK(contains(parse_error(with_manifest("", "${NET/v1.h5")), "lacks a closing brace"));
  CHECK(contains(parse_error(with_manifest(R"("$A": 5)", "$A/v1.h5")), "manifest.$A: not a path in quotes"));
  // Names that double at every level: once with a leaf that grows, once with an empty one that only takes time.
  for (const char* leaf : {"x", ""}) {
    std::string manifest = R"("$L0": ")" + std::string(leaf) + R"(")";
    for (int level = 1; level < 60; ++level) {
      const std::string below = "$L" + std::to_string(level - 1);
      manifest += R"(, "$L)" + std::to_string(level) + R"(": ")" + below + below + R"(")";
    }
    CHECK(contains(parse_error(with_manifest(manifest, "$L59/v1.h5")), "the path"));
  }
}

TEST_CASE("configs that are none") {
  CHECK(contains(parse_error(""), "not valid JSON"));
  CHECK(contains(parse_error("{\"networks\": "), "not valid JSON"));
  CHECK(contains(parse_error("[1, 2]"), "not a SONATA config"));
  CHECK(contains(parse_error("{}"), "no node files are named"));
  CHECK(contains(parse_error(R"({"networks": 5})"), "networks: not a JSON object"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": {"a": 1}}})"), "networks.nodes: not a list"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [5]}})"), "networks.nodes[0]"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [{"nodes_file": 5}]}})"), "not a quoted string"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [{"nodes_file": "a"}]}, "components": []})"), "components"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [{"nodes_file": "a"}]}, "run": {"dt": -1}})"), "run.dt"));
  CHECK(contains(parse_error(std::string(100'000, '[')), "nested deeper than 64 levels"));
  std::string deep = "{}";
  for (int level = 0; level < 100; ++level)
    deep = "{\"a\": " + deep + "}";
  CHECK(contains(parse_error(deep), "nested deeper than 64 levels"));
}

TEST_CASE("paths that lead nowhere") {
  SonataSandbox sandbox;
  sandbox.replace("config.json", "$BASE_DIR/network", "/nowhere/at/all");
  CHECK(contains(sandbox.error(), "/nowhere/at/all/v1_nodes.h5: the file does not exist"));
  SonataSandbox folder;
  folder.replace("config.json", "$NETWORK_DIR/v1_nodes.h5", "$NETWORK_DIR");
  CHECK(contains(folder.error(), "not an HDF5 file"));
  SonataSandbox table;
  table.replace("config.json", "$NETWORK_DIR/v1_node_types.csv", "$NETWORK_DIR");
  CHECK(contains(table.error(), "the file is missing"));
  SonataSandbox nothing;
  std::filesystem::remove_all(nothing.file("network"));
  std::filesystem::remove(nothing.file("config.json"));
  CHECK(contains(nothing.error(), "holds neither a SONATA config nor v1_nodes.h5"));
}

TEST_CASE("a separate circuit config, and a folder without a config") {
  SonataSandbox split;
  std::filesystem::rename(split.file("config.json"), split.file("circuit_config.json"));
  split.write_text("simulation_config.json",
                   R"({"network": "circuit_config.json", "run": {"tstop": 500.0, "dt": 0.5}})");
  Problems problems(Problems::Mode::strict);
  const auto config = sonata::read_config(split.file("simulation_config.json"), problems);
  CHECK(config.nodes.size() == 3);
  CHECK(config.edges.size() == 3);
  CHECK(config.run.dt_ms == 0.5);
  CHECK(config.run.duration_ms == 500.0);
  CHECK(split.error() == "");

  SonataSandbox damaged; // the usual names of its files would do, but its config says otherwise
  damaged.write_text("config.json", "{");
  CHECK(contains(damaged.error(), "config.json"));

  SonataSandbox bare;
  std::filesystem::remove(bare.file("config.json"));
  CHECK(bare.error() == "");
  CHECK(bare.read().network->lgn.edge_count() > 0);
}

namespace {

/// A config of one node file and one edge file whose entries have more keys.
std::string with_entries(const std::string& node_keys, const std::string& edge_keys, const std::string& rest = "") {
  return R"({"networks": {"nodes": [{"nodes_file": "v1.h5")" + node_keys + R"(}, {"nodes_file": "lgn.h5"}],
             "edges": [{"edges_file": "e.h5")" +
         edge_keys + "}]}" + rest + "}";
}

std::vector<SonataProblem> parse_warnings(const std::string& text) {
  Problems problems(Problems::Mode::strict);
  sonata::parse_config(text, "/data/v1/config.json", problems);
  return problems.take();
}

} // namespace

TEST_CASE("entries that are not enabled are left out") {
  for (const char* off : {"false", "\"false\"", "\"False\"", "0", "\"0\"", "0.0"}) {
    CAPTURE(off);
    const auto config = parse(with_entries("", std::string(R"(, "enabled": )") + off));
    CHECK(config.edges.empty());
    const auto nodes = parse(with_entries(std::string(R"(, "enabled": )") + off, ""));
    REQUIRE(nodes.nodes.size() == 1);
    CHECK(nodes.nodes[0].data == "/data/v1/lgn.h5");
    REQUIRE(nodes.disabled_nodes.size() == 1);
    CHECK(nodes.disabled_nodes[0].place.object == "networks.nodes[0]");
  }
  for (const char* on : {"true", "\"true\"", "\"TRUE\"", "1"})
    CHECK(parse(with_entries("", std::string(R"(, "enabled": )") + on)).edges.size() == 1);
  CHECK(parse(with_entries("", R"(, "enabled": "$OFF")", R"(, "manifest": {"$OFF": "false"})")).edges.empty());
  for (const char* wrong : {"null", "2", "\"maybe\"", "[]", "\"\""})
    CHECK(contains(parse_error(with_entries("", std::string(R"(, "enabled": )") + wrong)),
                   "networks.edges[0].enabled: is "));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [{"nodes_file": "a", "enabled": false}]}})"),
                 "every node file has \"enabled\": false"));
}

TEST_CASE("a network with parts switched off") {
  SonataSandbox off;
  lay_over(off, "25_enabled_false/recurrent_off");
  const SonataNetwork without = off.read();
  CHECK(without.network->recurrent.edge_count() == 0);
  CHECK(without.network->lgn.edge_count() == SonataSandbox().read().network->lgn.edge_count());
  CHECK(without.warnings.empty());

  SonataSandbox half; // the nodes are off, but not their edges
  half.replace("config.json", R"("nodes_file": "$NETWORK_DIR/lgn_nodes.h5",)",
               R"("enabled": "False", "nodes_file": "$NETWORK_DIR/lgn_nodes.h5",)");
  CHECK(contains(half.error(), "/edges/lgn_to_v1: the edges need the nodes lgn, whose file has \"enabled\": false "
                               "(networks.nodes["));
  half.replace("config.json", R"("edges_file": "$NETWORK_DIR/lgn_v1_edges.h5",)",
               R"("enabled": 0, "edges_file": "$NETWORK_DIR/lgn_v1_edges.h5",)");
  const SonataNetwork blind = half.read();
  CHECK(blind.network->lgn.edge_count() == 0);
  CHECK(blind.network->background.source.size() > 0);
  SonataSandbox all; // the neurons themselves
  all.replace("config.json", R"("nodes_file": "$NETWORK_DIR/v1_nodes.h5",)",
              R"("enabled": false, "nodes_file": "$NETWORK_DIR/v1_nodes.h5",)");
  CHECK(contains(all.error(), "the network has no neurons"));
}

TEST_CASE("populations that a config names of a file") {
  SonataSandbox named;
  named.replace("config.json", R"("nodes_file": "$NETWORK_DIR/v1_nodes.h5",)",
                R"("populations": {"v1": {"type": "point_neuron"}}, "nodes_file": "$NETWORK_DIR/v1_nodes.h5",)");
  CHECK(named.error() == "");
  named.replace("config.json", R"({"v1": {"type")", R"({"V1": {"type")");
  CHECK(contains(named.error(), "names the population V1, which is not in "));
}

TEST_CASE("files that are named twice, and populations that are empty") {
  SonataSandbox edges;
  const std::string lgn = R"("edges_file": "$NETWORK_DIR/lgn_v1_edges.h5",)";
  edges.replace("config.json", R"("edges_file": "$NETWORK_DIR/bkg_v1_edges.h5",)", lgn);
  CHECK(contains(edges.error(), "/edges/lgn_to_v1: the config lists these edges twice"));
  SonataSandbox copied;
  std::filesystem::copy(copied.file("network/lgn_v1_edges.h5"), copied.file("network/more.h5"));
  copied.replace("config.json", "bkg_v1_edges.h5", "more.h5");
  copied.replace("config.json", "bkg_v1_edge_types.csv", "lgn_v1_edge_types.csv");
  const SonataNetwork both = copied.read();
  REQUIRE(both.warnings.size() == 1);
  CHECK(contains(both.warnings[0].sentence, "the edges of both are used"));
  SonataSandbox nodes;
  nodes.replace("config.json", "$NETWORK_DIR/bkg_nodes.h5", "$NETWORK_DIR/lgn_nodes.h5");
  CHECK(contains(nodes.error(), "this population also appears in another file"));

  SonataSandbox empty;
  for (const char* column : {"node_id", "node_type_id", "node_group_id", "node_group_index", "0/x", "0/y"})
    empty.put("bkg_nodes", std::string("/nodes/bkg/") + column, {}, {.type = H5T_STD_U32LE});
  CHECK(contains(empty.error(), "/edges/bkg_to_v1: the edges come from bkg, which has no nodes"));
  for (const char* column : {"source_node_id", "target_node_id", "edge_type_id", "edge_group_id", "edge_group_index"})
    empty.put("bkg_v1_edges", std::string("/edges/bkg_to_v1/") + column, {}, {.type = H5T_STD_U32LE});
  empty.put("bkg_v1_edges", "/edges/bkg_to_v1/0/nsyns", {}, {.type = H5T_STD_U32LE});
  const SonataNetwork without = empty.read();
  CHECK(without.network->background.source_count == 0);
  CHECK(without.network->background.row_start.size() == 51);
}

TEST_CASE("keys that nobody knows are named once a file, with what was meant") {
  const auto warnings = parse_warnings(
      with_entries(R"(, "node_type_file": "x")", R"(, "enable": false)", R"(, "componets": {}, "_comment": "mine")"));
  REQUIRE(warnings.size() == 1);
  for (const char* part : {"componets; did you mean \"components\"?", "networks.nodes[0].node_type_file",
                           "networks.edges[0].enable; did you mean \"enabled\"?"})
    CHECK(contains(warnings[0].sentence, part));
  CHECK_FALSE(contains(warnings[0].sentence, "_comment"));
  const auto neuron = parse_warnings(with_entries("", "", R"(, "target_simulator": "NEURON")"));
  REQUIRE(neuron.size() == 1);
  CHECK(contains(neuron[0].sentence, "target_simulator: names NEURON"));
  CHECK(contains(parse_error(with_entries("", "", R"(, "run": [])")), "run: not a JSON object"));
  CHECK(contains(parse_error(with_entries("", "", R"(, "run": {"tstop": "soon"})")), "run.tstop: not a number"));
}

TEST_CASE("paths of other systems") {
  const auto path = [](const std::string& file) {
    return parse(with_manifest(R"("$NET": ".\\network")", file)).nodes.at(0).data.string();
  };
  CHECK(path("./v1.h5") == "/data/v1/v1.h5");
  CHECK(path("network\\\\v1.h5") == "/data/v1/network/v1.h5");
  CHECK(path("$NET\\\\v1.h5") == "/data/v1/network/v1.h5");
  CHECK(contains(parse_error(with_manifest("", "C:\\\\net\\\\v1.h5")), "is a Windows path"));
  CHECK(contains(parse_error(with_manifest("", "d:/net/v1.h5")), "is a Windows path"));
  CHECK(contains(parse_error(with_manifest("", "")), "the path is empty"));
}

TEST_CASE("configs that name others") {
  SonataSandbox circle;
  circle.write_text("config.json", R"({"network": "./config.json"})");
  CHECK(contains(circle.error(), "network: names "));
  circle.write_text("config.json", R"({"network": "other.json"})");
  circle.write_text("other.json", R"({"simulation": "config.json"})");
  CHECK(contains(circle.error(), "which is this config or includes it"));

  SonataSandbox both; // BMTK's three files
  std::filesystem::rename(both.file("config.json"), both.file("circuit_config.json"));
  both.write_text("config.json", R"({"network": "${configdir}/circuit_config.json", "simulation": "./sim.json"})");
  both.write_text("sim.json", R"({"run": {"tstop": 120.0, "dt": 0.25, "dL": 20.0}, "conditions": {"celsius": 34.0}})");
  Problems problems(Problems::Mode::strict);
  const auto config = sonata::read_config(both.folder(), problems);
  CHECK(config.nodes.size() == 3);
  // The circuit has a run, too: that of the simulation counts, and the other is not passed over in silence.
  CHECK(config.run.duration_ms == 120.0);
  const auto warnings = problems.take();
  REQUIRE(warnings.size() == 1);
  CHECK(contains(warnings[0].sentence, "circuit_config.json, run: is not used"));
}

TEST_CASE("what a simulation config asks of a run") {
  const auto run = parse(with_entries("", "", R"(, "run": {"tstop": 500, "dt": 0.1, "tstart": 0.0, "dL": 20},
    "conditions": {"celsius": 34.0, "v_init": null}, "output": {"output_dir": "out"},
    "node_sets": {"retina": {"population": "lgn"}, "some": {"population": "v1", "node_id": [3, 1]},
                  "both": ["retina", "some"]},
    "inputs": {"spikes": {"input_type": "spikes", "module": "h5", "input_file": "in/lgn.h5", "node_set": "retina"},
               "noise": {"input_type": "spikes", "module": "csv", "input_file": "n.csv", "node_set": {"population": "bkg"}},
               "off": {"input_type": "spikes", "enabled": false},
               "clamp": {"input_type": "current_clamp", "module": "IClamp", "amp": 0.1}},
    "reports": {"v": {"variable_name": "V_m", "cells": "some", "module": "multimeter_report", "dt": 1.0},
                "all": {"variable_name": "V_m", "cells": "both", "start_time": 100.0},
                "off": {"variable_name": "w", "enabled": "false"}})"))
                       .run;
  CHECK(run.duration_ms == 500.0);
  CHECK(run.dt_ms == 0.1);
  REQUIRE(run.spikes.size() == 2);
  CHECK(run.spikes[0].name == "noise");
  CHECK(run.spikes[0].nodes.population == "bkg");
  CHECK(run.spikes[1].file == "/data/v1/in/lgn.h5");
  CHECK(run.spikes[1].nodes.population == "lgn");
  REQUIRE(run.reports.size() == 2);
  CHECK(contains(run.reports[0].nodes.unsupported, "a compound node set"));
  CHECK(run.reports[1].nodes.node_ids == std::vector<std::uint64_t>{3, 1});
  CHECK(run.unused == std::vector<std::string>{"run.dL", "conditions.celsius", "inputs.clamp (IClamp)",
                                               "reports.all.start_time", "output"});
  CHECK(contains(parse_error(with_entries("", "", R"(, "inputs": {"a": {"input_type": "spikes"}})")),
                 "inputs.a: the key \"input_file\" is missing"));
}
