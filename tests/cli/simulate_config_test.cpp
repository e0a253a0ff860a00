// SPDX-License-Identifier: Apache-2.0
// A simulation config as the network's file of "simulate", and a run's inputs given on to another simulator.
#include "tests/cli/run_striate.h"

#include <nlohmann/json.hpp>

using namespace striate::test;
using nlohmann::json;

namespace {

/// The network of tests/data/sonata with a simulation config beside its circuit.
fs::path with_simulation(const std::string& run) {
  fs::path folder = scratch("simulation");
  fs::copy(fs::path(STRIATE_TEST_DATA) / "sonata" / "bmtk", folder, fs::copy_options::recursive);
  fs::rename(folder / "config.json", folder / "circuit.json");
  std::ofstream(folder / "lgn.csv") << "timestamps population node_ids\n5.0 lgn 0\n6.0 lgn 1\n7.25 lgn 2\n";
  std::ofstream(folder / "bkg.csv") << "timestamps population node_ids\n5.0 bkg 0\n";
  std::ofstream(folder / "sim.json") << R"({"network": "./circuit.json", "run": {)" << run << R"(}, "inputs": {
    "a": {"input_type": "spikes", "module": "csv", "input_file": "lgn.csv", "node_set": "lgn"},
    "b": {"input_type": "spikes", "module": "csv", "input_file": "${configdir}/bkg.csv", "node_set": "bkg"},
    "c": {"input_type": "current_clamp", "module": "IClamp"}}})";
  return folder;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

} // namespace

TEST_CASE("a simulation config's spikes, step and length are those of the run") {
  const fs::path folder = with_simulation(R"("tstop": 60.0, "dt": 0.25, "dL": 20.0)");
  const fs::path out = scratch("run");
  const std::string command = "simulate --network-file " + (folder / "sim.json").string() +
                              " --dynamics nest --record spikes,lgn-spikes --json --out ";
  const Result run = striate_command(command + out.string());
  CAPTURE(run.error);
  REQUIRE(run.exit_code == 0);
  const json summary = json::parse(run.out);
  CHECK(summary["neurons"] == 50);
  CHECK(summary["duration_ms"] == 60);
  CHECK(summary["dt_ms"] == 0.25);
  CHECK(contains(run.error, "sets duration 60 (run.tstop 60 ms); dt 0.25 (run.dt 0.25 ms); lgn-spikes "));
  CHECK(count(run.error, "these parts of the config are not used: run.dL, inputs.c (IClamp).") == 1);
  CHECK(contains(run.error, "circuit.json, run: is not used: "));
  CHECK(count(run.error, "striate: ") == 2); // and none of spikes that nobody takes
  std::ifstream settings(out / "settings.json");
  CHECK(json::parse(settings)["parameters"]["background-spikes"] == (folder / "bkg.csv").string());

  const Result shorter =
      striate_command(command + scratch("shorter").string() + " --duration 30 --background-input currents");
  CAPTURE(shorter.error);
  REQUIRE(shorter.exit_code == 0);
  CHECK(json::parse(shorter.out)["duration_ms"] == 30);
  CHECK(contains(shorter.error, "Flags override"));
  CHECK(contains(shorter.error, "--duration instead of run.tstop 60 ms; --background-input instead of inputs.b"));
  CHECK(contains(shorter.error, "the spikes of inputs.b ("));

  const fs::path odd = with_simulation(R"("tstop": 60.0, "dt": 0.3)");
  check_sentence(striate_command("simulate --dynamics nest --network-file " + (odd / "sim.json").string() + " --out " +
                                 scratch("odd").string()),
                 2, "0.3");
}

TEST_CASE("the inputs of a run go with the network to another simulator") {
  const fs::path run = scratch("tiny-run"), net = scratch("tiny-net");
  REQUIRE(striate_command(tiny_run + "--dynamics nest --dt 0.25 --record spikes,lgn-spikes,background-spikes --out " +
                          run.string())
              .exit_code == 0);
  REQUIRE(
      striate_command("network build --network tiny --compression 0 --out " + net.string() + " --run " + run.string())
          .exit_code == 0);
  std::ifstream in(net / "simulation_config.json");
  const json config = json::parse(in);
  CHECK(config["run"] == json{{"tstop", 300.0}, {"dt", 0.25}});
  CHECK(contains(config["inputs"]["lgn_spikes"]["input_file"].get<std::string>(), "/tiny-run/lgn_spikes.h5"));
  // Our own simulate takes it as well: the run is repeated.
  const fs::path again = scratch("again");
  const Result repeated = striate_command("simulate --dynamics nest --json --network-file " +
                                          (net / "simulation_config.json").string() + " --out " + again.string());
  CAPTURE(repeated.error);
  REQUIRE(repeated.exit_code == 0);
  CHECK(json::parse(repeated.out)["duration_ms"] == 300);
  check_sentence(
      striate_command("network build --network tiny --out " + scratch("no").string() + " --run " + net.string()), 1,
      "settings.json");
}
