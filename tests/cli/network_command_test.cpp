// SPDX-License-Identifier: Apache-2.0
// striate network build, info, validate, convert and clear-cache.
#include "tests/cli/run_striate.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace striate::test;
using nlohmann::json;

namespace {

/// A cache folder of this test's own, for all its commands.
const fs::path& cache() {
  static const fs::path folder = [] {
    fs::path path = scratch("cache");
    fs::create_directories(path);
    setenv("XDG_CACHE_HOME", path.c_str(), 1);
    return path;
  }();
  return folder;
}

json run_json(const std::string& arguments, int exit_code = 0) {
  cache();
  const Result result = striate_command("network " + arguments + " --json");
  CAPTURE(arguments);
  CAPTURE(result.error);
  REQUIRE(result.exit_code == exit_code);
  return json::parse(result.out);
}

/// A network written once, for all that read it.
const fs::path& tiny_folder() {
  static const fs::path folder = [] {
    fs::path path = scratch("tiny");
    run_json("build --radius 50 --seed 153 --weight-rule nll --small-lgn --out " + path.string());
    return path;
  }();
  return folder;
}

} // namespace

TEST_CASE("build writes the folder and tells what it did") {
  const fs::path out = scratch("build");
  const json report = run_json("build --radius 50 --seed 7 --weight-rule l2l --small-lgn --out " + out.string());
  CHECK(report["neurons"] == 1141);
  CHECK(report["lgn_units"] == 696);
  CHECK(report["background_edges"] == 4 * 1141);
  CHECK(report["recurrent_edges"].get<int>() > 40'000);
  CHECK(report["lgn_synapses"].get<int>() > report["lgn_pairs"].get<int>());
  for (const char* file : {"config.json", "network/v1_nodes.h5", "network/lgn_v1_edges.h5", "network/bkg_nodes.h5",
                           "network/v1_v1_edge_types.csv", "components/synaptic_models/e4_to_pv.json"})
    CHECK(fs::exists(out / file));

  const std::string again = "network build --radius 50 --out " + out.string();
  check_sentence(striate_command(again), 1, "is not empty");
  CHECK(striate_command(again + " --overwrite --no-source-index --compression 1").exit_code == 0);
}

TEST_CASE("info gives counts per population and pair, weights, delays and memory") {
  const json report = run_json("info " + tiny_folder().string());
  CHECK(report["neurons"] == 1141);
  CHECK(report["populations"].size() == 22);
  std::uint64_t neurons = 0, edges = 0, by_delay = 0;
  for (const json& population : report["populations"])
    neurons += population["neurons"].get<std::uint64_t>();
  for (const json& pair : report["pairs"]) {
    edges += pair["edges"].get<std::uint64_t>();
    CHECK(pair["weight_pA"]["q05"] <= pair["weight_pA"]["median"]);
    CHECK(pair["weight_pA"]["median"] <= pair["weight_pA"]["q95"]);
    CHECK(pair["probability"] > 0.0);
    CHECK(pair["probability"] <= 1.0);
  }
  for (const auto& [steps, count] : report["delays_ms"].items())
    by_delay += count.get<std::uint64_t>();
  CHECK(neurons == 1141);
  CHECK(edges == report["recurrent_edges"]);
  CHECK(by_delay == report["recurrent_edges"]);
  const double bytes = report["memory_mb"]["recurrent"].get<double>() * 1e6;
  CHECK(bytes / report["recurrent_edges"].get<double>() < 9.0);

  // The same facts of the network as it is built, and as text.
  const json built = run_json("info --radius 50 --small-lgn");
  CHECK(built["pairs"] == report["pairs"]);
  CHECK(built["populations"] == report["populations"]);
  const Result text = striate_command("network info " + tiny_folder().string());
  CHECK(text.exit_code == 0);
  CHECK(contains(text.out, "1141 neurons"));
  CHECK(contains(text.out, "e23Cux2"));
  CHECK(contains(text.out, "delay 2 ms"));
}

TEST_CASE("validate is silent about a sound network and lists all that is wrong with a broken one") {
  const json sound = run_json("validate " + tiny_folder().string());
  CHECK(sound["valid"] == true);
  CHECK(sound["errors"] == 0);
  CHECK(sound["warnings"] == 0); // our own delays of 0.88 ms and up round to a step
  CHECK(contains(striate_command("network validate " + tiny_folder().string()).out, ": 0 errors, 0 warnings"));

  const fs::path broken = scratch("broken");
  fs::copy(tiny_folder(), broken, fs::copy_options::recursive);
  fs::remove(broken / "components" / "synaptic_models" / "e4_to_pv.json");
  std::ofstream(broken / "components" / "cell_models" / "475585413_glif_lif_asc_config.json") << "{\"C_m\": 1}";
  const json report = run_json("validate " + broken.string(), 1);
  CHECK(report["valid"] == false);
  CHECK(report["errors"].get<int>() >= 2);
  const std::string all = report["problems"].dump();
  CHECK(contains(all, "e4_to_pv.json"));
  CHECK(contains(all, "475585413_glif_lif_asc_config.json"));
  const Result text = striate_command("network validate " + broken.string());
  CHECK(text.exit_code == 1);
  CHECK(contains(text.out, "error: "));
  CHECK(contains(striate_command("network info " + broken.string()).error, "striate: "));
}

TEST_CASE("convert of a written network gives the same files; of a part, a smaller network") {
  const fs::path copy = scratch("copy"), part = scratch("part");
  run_json("convert " + tiny_folder().string() + " " + copy.string());
  for (const auto& entry : fs::recursive_directory_iterator(tiny_folder())) {
    if (!entry.is_regular_file())
      continue;
    const fs::path relative = fs::relative(entry.path(), tiny_folder());
    std::ifstream a(entry.path(), std::ios::binary), b(copy / relative, std::ios::binary);
    const std::string first{std::istreambuf_iterator<char>(a), {}}, second{std::istreambuf_iterator<char>(b), {}};
    INFO(relative.string());
    CHECK(first == second);
  }
  const json report =
      run_json("convert " + (copy / "config.json").string() + " " + part.string() + " --select-neurons 300");
  CHECK(report["neurons"] == 300);
  CHECK(run_json("info " + part.string())["neurons"] == 300);
  CHECK(run_json("validate " + part.string())["valid"] == true);
}

TEST_CASE("built networks are kept, used and cleared") {
  cache();
  const std::string medium = "network info --network medium --small-lgn ";
  const auto kept = [] {
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(cache() / "striate" / "networks"))
      files += entry.path().extension() == ".h5";
    return files;
  };
  const Result built = striate_command(medium + "--json");
  CHECK(kept() == 1);
  const Result read = striate_command(medium + "--json");
  CHECK(read.out == built.out);
  CHECK(striate_command(medium + "--network-cache off --seed 5").exit_code == 0);
  CHECK(kept() == 1);
  const json removed = run_json("clear-cache");
  CHECK(removed["networks"] == 1);
  CHECK(removed["bytes"].get<double>() > 4e7);
  CHECK(kept() == 0);
  CHECK(contains(striate_command("network clear-cache").out, "0 networks"));
}

TEST_CASE("wrong usage and work that fails are one sentence each") {
  cache();
  const fs::path never = scratch("never");
  check_sentence(striate_command("network"), 2, "subcommand");
  check_sentence(striate_command("network build"), 2, "--out");
  check_sentence(striate_command("network build --radius 5 --out " + never.string()), 2, "radius");
  check_sentence(striate_command("network build --weight-rule best --out " + never.string()), 2, "nll");
  check_sentence(striate_command("network build --compression 11 --out " + never.string()), 2, "--compression");
  check_sentence(striate_command("network validate"), 2, "path");
  check_sentence(striate_command("network info /nowhere/config.json"), 1, "/nowhere");
  check_sentence(striate_command("network convert /nowhere " + never.string()), 1, "/nowhere");
  CHECK(!fs::exists(never));
}
