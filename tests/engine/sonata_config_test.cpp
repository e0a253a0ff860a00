// Configs, hostile and sane: the names of the manifest, separate circuit configs, folders without a config.
#include "engine/core/errors.h"
#include "engine/network/sonata/sonata_config.h"
#include "tests/engine/sonata_sandbox.h"

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
  CHECK(contains(parse_error(R"({"networks": 5})"), "networks: not an object"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": {"a": 1}}})"), "networks.nodes: not a list"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [5]}})"), "networks.nodes[0]"));
  CHECK(contains(parse_error(R"({"networks": {"nodes": [{"nodes_file": 5}]}})"), "not a text in quotes"));
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
  CHECK(contains(sandbox.error(), "/nowhere/at/all/v1_nodes.h5: the file is missing"));
  SonataSandbox folder;
  folder.replace("config.json", "$NETWORK_DIR/v1_nodes.h5", "$NETWORK_DIR");
  CHECK(contains(folder.error(), "not a readable HDF5 file"));
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
  CHECK(config.dt_ms == 0.5);
  CHECK(config.duration_ms == 500.0);
  CHECK(split.error() == "");

  SonataSandbox damaged; // the usual names of its files would do, but its config says otherwise
  damaged.write_text("config.json", "{");
  CHECK(contains(damaged.error(), "config.json"));

  SonataSandbox bare;
  std::filesystem::remove(bare.file("config.json"));
  CHECK(bare.error() == "");
  CHECK(bare.read().network->lgn.edge_count() > 0);
}
