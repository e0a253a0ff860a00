// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recorder.h"
#include "engine/recording/spike_import.h"
#include "tests/cli/run_striate.h"

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

TEST_CASE("--record, --probe and --perturb leave their files, and --session repeats the run") {
  const fs::path first = scratch("flags"), again = scratch("flags-again");
  const Result result =
      striate_command(tiny_run +
                      "--record spikes,lgn-spikes --record lgn-rates,background-spikes,simulation-data "
                      "--probe v:L5_ET:1 --probe 'count:all:10; lgn:ids:1,5-9:5' "
                      "--perturb silence:L2/3_PV:100:200 --perturb current:ids:1,5-9:80:150: "
                      "--edit '250:perturb=scale-in:L4,PV:0.5::' --out " +
                      first.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  for (const char* name : {"spikes.h5", "lgn_spikes.h5", "lgn_rates.h5", "background_spikes.h5", "simulation_data.hdf5",
                           "report_v_L5_ET.h5", "report_count_all.h5", "report_lgn_ids_1_5_9.h5", "settings.json"})
    CHECK(fs::exists(first / name));
  std::ifstream in(first / "settings.json");
  const auto settings = nlohmann::json::parse(in);
  CHECK(settings["parameters"]["perturb"] == "silence:L2/3_PV:100:200;current:ids:1,5-9:80:150:");
  CHECK(settings["edits"][0]["set"]["perturb"] == "scale-in:L4,PV:0.5::");

  const Result repeated =
      striate_command("simulate --session " + (first / "settings.json").string() + " --out " + again.string());
  CAPTURE(repeated.error);
  REQUIRE(repeated.exit_code == 0);
  const SpikeFile a = read_spikes(first / "spikes.h5"), b = read_spikes(again / "spikes.h5");
  CHECK(a.node_id.size() > 50);
  CHECK(a.node_id == b.node_id);
  CHECK(a.time_ms == b.time_ms);

  // Every file that the run would leave is kept.
  check_sentence(
      striate_command("simulate --session " + (first / "settings.json").string() + " --out " + again.string()), 1,
      "already exists");
}

TEST_CASE("--lgn-spikes and --background-spikes replay a recording, from its path or beside it") {
  const fs::path first = scratch("replay"), again = scratch("replayed");
  REQUIRE(
      striate_command(tiny_run + "--record spikes,lgn-spikes,background-spikes --out " + first.string()).exit_code ==
      0);
  const Result result =
      striate_command(tiny_run + "--seed 99 --lgn-spikes " + (first / "lgn_spikes.h5").string() +
                      " --background-spikes " + (first / "background_spikes.h5").string() + " --out " + again.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  const SpikeFile a = read_spikes(first / "spikes.h5"), b = read_spikes(again / "spikes.h5");
  CHECK(a.node_id.size() > 50);
  CHECK(a.node_id == b.node_id);
  CHECK(a.time_ms == b.time_ms);
  std::ifstream in(again / "settings.json");
  CHECK(nlohmann::json::parse(in)["parameters"]["lgn-spikes"] == (first / "lgn_spikes.h5").string());

  // A table that is not in order: sorted, told, and its full path kept.
  const fs::path table = scratch("unsorted.csv");
  std::ofstream(table) << "timestamps population node_ids\n20 lgn 7\n10 lgn 5\n";
  const Result unsorted =
      striate_command(tiny_run + "--overwrite --lgn-spikes " + table.string() + " --out " + again.string());
  CHECK(unsorted.exit_code == 0);
  CHECK(contains(unsorted.error, "Line 3"));
  CHECK(contains(unsorted.error, "sorted"));
}

TEST_CASE("wrong texts are one sentence and exit code 2, before anything is built or written") {
  const fs::path out = scratch("wrong");
  const auto wrong = [&](const std::string& flags, const std::string& part) {
    check_sentence(striate_command(tiny_run + flags + " --out " + out.string()), 2, part);
  };
  wrong("--record spikes,lgn-rate", "did you mean \"lgn-rates\"?");
  wrong("--probe v:L5_ET", "parts instead of 3");
  wrong("--probe v:L5_EX:1", "L5_EX");
  wrong("--perturb silence:L4", "silence:SELECTION:FROM:TO");
  wrong("--perturb silense:L4:0:10", "did you mean \"silence\"?");
  wrong("--edit '100:perturb=silence:L9::'", "L9");
  CHECK_FALSE(fs::exists(out));
  // Ids can be looked at only when the network is there.
  const Result outside = striate_command(tiny_run + "--perturb silence:ids:9999:: --out " + out.string());
  CHECK(outside.exit_code == 2);
  CHECK(contains(outside.error, "0 to 1140"));
  const Result later = striate_command(tiny_run + "--edit '100:perturb=silence:ids:9999::' --out " + out.string());
  CHECK(later.exit_code == 2);
  CHECK(contains(later.error, "0 to 1140"));
}

TEST_CASE("spike files that cannot be used are one sentence and exit code 1") {
  const fs::path out = scratch("bad-replay");
  const fs::path table = scratch("bad.csv");
  std::ofstream(table) << "timestamps node_ids\n1 5\n2 99999\n";
  for (const char* flag : {"--lgn-spikes ", "--background-spikes "}) {
    const Result result = striate_command(tiny_run + flag + table.string() + " --out " + out.string());
    CHECK(result.exit_code == 1);
    CHECK(contains(result.error, "Line 3 of " + table.string()));
    const Result absent = striate_command(tiny_run + flag + "/nowhere/spikes.h5 --out " + out.string());
    CHECK(absent.exit_code == 1);
    CHECK(contains(absent.error, "/nowhere/spikes.h5 does not exist"));
  }
}

TEST_CASE("a disk that fills up stops the recording; the run goes on and ends with exit code 1") {
  const fs::path out = scratch("full");
  // Files may not grow beyond 4 MB: to the program that is a full disk.
  const std::string command =
      "sh -c 'trap \"\" XFSZ; ulimit -f 8000; exec " + std::string(STRIATE_PROGRAM) + " " +
      "simulate --network tiny --gray-before 50 --record spikes --probe v:all:1 --duration 4000 --json --out " +
      out.string() + "'";
  const Result result = shell(command);
  CAPTURE(result.error);
  CHECK(result.exit_code == 1);
  CHECK(contains(result.error, "report_v_all.h5"));
  CHECK(contains(result.error, "File too large"));
  CHECK(contains(result.error, "The run continues."));
  CHECK(contains(result.out, "\"duration_ms\":4000")); // to its end
  CHECK(read_spikes(out / "spikes.h5").node_id.size() > 50);
}
