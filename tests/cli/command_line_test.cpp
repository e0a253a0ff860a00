// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/parameter_table.h"
#include "engine/recording/recorder.h"
#include "tests/cli/run_striate.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace striate;
using namespace striate::test;

TEST_CASE("simulate leaves spikes, figures and settings, and tells what it did") {
  const fs::path out = scratch("run");
  const Result result = striate_command(tiny_run + "--seed 3000 --json --out " + out.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  const auto summary = nlohmann::json::parse(result.out);
  for (const char* key : {"neurons", "recurrent_edges", "lgn_edges", "background_edges", "duration_ms", "v1_spikes",
                          "mean_rate_hz", "wall_s", "wall_over_model", "peak_memory_mb", "backend", "threads", "seed"})
    CHECK(summary.contains(key));
  CHECK(summary["neurons"] == 1141);
  CHECK(summary["seed"] == 3000);
  const SpikeFile spikes = read_spikes(out / "spikes.h5");
  CHECK(spikes.node_id.size() == summary["v1_spikes"].get<std::size_t>());
  CHECK(spikes.population == "v1");
  CHECK(fs::exists(out / "settings.json"));
  for (const char* name : {"laminar_raster.csv", "population_activity.csv", "lgn_sample.csv"})
    CHECK(fs::file_size(out / name) > 200);
  if (STRIATE_GUI)
    for (const char* name : {"laminar_raster.pdf", "laminar_raster.png", "population_activity.pdf", "lgn_sample.png"})
      CHECK(fs::file_size(out / name) > 1000);

  check_sentence(striate_command(tiny_run + "--out " + out.string()), 1, "already exists");
  CHECK(striate_command(tiny_run + "--overwrite --out " + out.string()).exit_code == 0);
}

TEST_CASE("simulate with the dynamics nest records spikes between milliseconds") {
  const fs::path out = scratch("nest");
  const Result result = striate_command(tiny_run + "--dynamics nest --dt 0.25 --json --out " + out.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  const auto summary = nlohmann::json::parse(result.out);
  CHECK(summary["dynamics"] == "nest");
  CHECK(summary["dt_ms"] == 0.25);
  const SpikeFile spikes = read_spikes(out / "spikes.h5");
  CHECK(spikes.time_ms.size() > 50);
  CHECK(std::ranges::is_sorted(spikes.time_ms));
  CHECK(std::ranges::any_of(spikes.time_ms, [](double ms) { return ms != std::floor(ms); }));
  CHECK(std::ranges::all_of(spikes.time_ms, [](double ms) { return 4.0 * ms == std::floor(4.0 * ms); }));
  check_sentence(striate_command(tiny_run + "--dynamics nest --dt 0.3 --out " + out.string() + "-2"), 2,
                 "does not divide a millisecond");
  check_sentence(striate_command(tiny_run + "--dt 0.5 --out " + out.string() + "-2"), 2, "basis4 has a step of 1 ms");
}

TEST_CASE("the same spikes for 1, 2 and 4 threads, and again from the settings of a run with edits") {
  const fs::path first = scratch("threads-1");
  const std::string edits = "--edit 120:direction=90 --edit 200:stimulus=gray ";
  REQUIRE(striate_command(tiny_run + edits + "--threads 1 --out " + first.string()).exit_code == 0);
  const SpikeFile reference = read_spikes(first / "spikes.h5");
  CHECK(reference.node_id.size() > 50);
  for (const char* threads : {"2", "4"}) {
    const fs::path other = scratch(std::string("threads-") + threads);
    REQUIRE(striate_command(tiny_run + edits + "--threads " + threads + " --out " + other.string()).exit_code == 0);
    const SpikeFile spikes = read_spikes(other / "spikes.h5");
    CHECK(spikes.node_id == reference.node_id);
    CHECK(spikes.time_ms == reference.time_ms);
  }
  const fs::path again = scratch("again");
  REQUIRE(striate_command("simulate --session " + (first / "settings.json").string() + " --out " + again.string())
              .exit_code == 0);
  CHECK(read_spikes(again / "spikes.h5").node_id == reference.node_id);
}

TEST_CASE("wrong usage is one sentence and exit code 2") {
  check_sentence(striate_command("simulate --colour red"), 2, "--colour");
  check_sentence(striate_command("simulate --contrast 3"), 2, "0.00 to 1.00");
  check_sentence(striate_command("simulate --temporal-frequency '2 ms'"), 2, "has the unit Hz");
  check_sentence(striate_command("simulate --network huge"), 2, "tiny, small");
  check_sentence(striate_command("simulate --edit 10:colour=red"), 2, "colour");
  check_sentence(striate_command("simulate --conrast 1"), 2, "did you mean \"--contrast\"");
  check_sentence(striate_command("dance"), 2, "dance");
  check_sentence(striate_command("bench nothing"), 2, "nothing");
}

TEST_CASE("work that fails is one sentence and exit code 1") {
  check_sentence(striate_command(tiny_run + "--out /proc/nowhere"), 1, "/proc/nowhere");
  check_sentence(striate_command("simulate --session /nowhere.striate --out " + scratch("none").string()), 1,
                 "/nowhere.striate");
  const fs::path broken = scratch("broken.striate");
  std::ofstream(broken) << "{\"format\": \"striate-session\", \"version\": 1, \"para";
  check_sentence(striate_command("simulate --session " + broken.string() + " --out " + scratch("none").string()), 1,
                 "byte");
  check_sentence(striate_command(""), STRIATE_GUI ? 1 : 2, STRIATE_GUI ? "no display" : "no window");
}

TEST_CASE("list-parameters prints the whole table") {
  const Result text = striate_command("list-parameters");
  CHECK(text.exit_code == 0);
  const auto list = nlohmann::json::parse(striate_command("list-parameters --json").out);
  CHECK(list.size() == parameter_table().size());
  for (const Parameter& p : parameter_table())
    CHECK(contains(text.out, "--" + p.key));
}

TEST_CASE("simulate leaves out the figures when it is told to") {
  const fs::path out = scratch("plain");
  const Result result = striate_command(tiny_run + "--no-figures --out " + out.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  CHECK(fs::exists(out / "spikes.h5"));
  for (const auto& entry : fs::directory_iterator(out))
    CHECK(!contains(entry.path().filename().string(), "raster"));
}

TEST_CASE("a flag says the same in every command that has it") {
  // The words of a flag in a help text: what stands between its name and the next flag, but for its place and default.
  const auto words_of = [](const std::string& help, const std::string& flag) {
    const std::size_t at = help.find("  " + flag + " ");
    if (at == std::string::npos)
      return std::string();
    std::string words;
    for (const char c : help.substr(at, std::min(help.find("\n  -", at), help.find("\n\n", at)) - at))
      if (std::isspace(static_cast<unsigned char>(c)) == 0 || words.empty() || words.back() != ' ')
        words += std::isspace(static_cast<unsigned char>(c)) == 0 ? c : ' ';
    return words;
  };
  std::vector<std::string> helps;
  for (const char* command : {"simulate", "tune", "train", "analyze", "network build", "network info"})
    helps.push_back(striate_command(std::string(command) + " --help").out);
  for (const char* flag : {"--json", "--no-figures", "--no-fits", "--overwrite", "--core-radius", "--restart-phase",
                           "--lgn-geometry", "--movie", "--probe"}) {
    CAPTURE(flag);
    std::string first;
    for (const std::string& help : helps) {
      const std::string words = words_of(help, flag);
      if (first.empty())
        first = words;
      if (!words.empty())
        CHECK(words == first);
    }
    CHECK(first.size() > 10);
  }
  CHECK(contains(words_of(helps[0], "--restart-phase"), "on|off [off]"));
  CHECK(!contains(words_of(helps[0], "--restart-phase"), "Default"));
}

TEST_CASE("leading numbers and padded ones are one movie, spike for spike; its order is said") {
  const fs::path pictures = fs::path(STRIATE_TEST_DATA) / "practice" / "28_frame_order";
  std::vector<SpikeFile> spikes;
  for (const char* names : {"leading", "padded"}) {
    const fs::path out = scratch(names);
    const Result result =
        striate_command(tiny_run + "--no-figures --record spikes,lgn-spikes --stimulus movie --movie " +
                        (pictures / names).string() + " --out " + out.string());
    CAPTURE(result.error);
    REQUIRE(result.exit_code == 0);
    CHECK(contains(result.error, "in order of the number in their names"));
    spikes.push_back(read_spikes(out / "lgn_spikes.h5"));
  }
  CHECK(spikes[0].time_ms == spikes[1].time_ms);
  CHECK(spikes[0].node_id == spikes[1].node_id);
  CHECK(spikes[0].node_id.size() > 100);
}

TEST_CASE("help and version succeed") {
  CHECK(contains(striate_command("--version").out, "striate "));
  CHECK(contains(striate_command("simulate --help").out, "--spatial-frequency"));
}

TEST_CASE("analyze measures a recording and files of other programs, figure draws from both") {
  const fs::path run = scratch("analyze-run"), out = scratch("analyze-out"), figures = scratch("analyze-figures");
  REQUIRE(
      striate_command("simulate --network tiny --gray-before 400 --duration 1000 --out " + run.string()).exit_code ==
      0);
  const std::string recording = (run / "spikes.h5").string();
  const Result result = striate_command("analyze --json --spikes " + recording + " --out " + out.string());
  CAPTURE(result.error);
  REQUIRE(result.exit_code == 0);
  const auto summary = nlohmann::json::parse(result.out);
  CHECK(summary["neurons"] == 1141);
  CHECK(summary["evoked_window_ms"] == 600.0);
  CHECK(summary["gray_window_ms"] == 400.0);
  CHECK(summary["spikes"].get<int>() > 0);
  CHECK(fs::exists(out / "neurons.csv"));
  CHECK(fs::exists(out / "v1_features_df.csv"));
  CHECK(fs::exists(out / "figures" / "rate_boxes.csv"));
  CHECK(!fs::exists(out / "figures" / "selectivity_boxes.csv")); // one direction says nothing of selectivity
  CHECK(contains(result.error, "directions"));
  check_sentence(striate_command("analyze --spikes " + recording + " --out " + out.string()), 1, "--overwrite");

  // The same spikes as a stranger's: its neurons and stimuli come as tables.
  std::ofstream(run / "stimuli.csv") << "start,stop,direction\n400,1000,0\n";
  const Result again = striate_command("analyze --json --edges left-open --no-figures --spikes " + recording +
                                       " --nodes " + (out / "neurons.csv").string() + " --stimuli " +
                                       (run / "stimuli.csv").string() + " --out " + (out / "again").string());
  REQUIRE(again.exit_code == 0);
  CHECK(nlohmann::json::parse(again.out)["medians"] == summary["medians"]);

  const Result list = striate_command("figure --list " + out.string());
  CHECK(list.exit_code == 0);
  CHECK(contains(list.out, "similarity"));
  const std::string one = "figure " + out.string() + " --figure rate_boxes --format csv --out " + figures.string();
  CHECK(striate_command(one).exit_code == 0);
  CHECK(fs::file_size(figures / "rate_boxes.csv") > 100);
  check_sentence(striate_command(one), 1, "--overwrite");
  check_sentence(striate_command("figure --figure nonsense " + out.string()), 2, "nonsense");
  check_sentence(striate_command("figure /nowhere"), 2, "/nowhere");
  check_sentence(striate_command("figure --neuron 999999 " + out.string()), 2, "999999");
}

TEST_CASE("damaged probes, perturbations and sessions are usage errors or sentences, never a crash") {
  const std::string run = "simulate --network tiny --duration 5 ";
  check_sentence(striate_command(run + "--probe v:ids::1"), 2, "VARIABLE:SELECTION:INTERVAL");
  check_sentence(striate_command(run + "--perturb silence:ids:::"), 2, "silence:SELECTION:FROM:TO");
  check_sentence(striate_command(run + "--edit 3:"), 2, "MILLISECOND:KEY=VALUE");
  const fs::path session = scratch("deep.striate");
  std::ofstream(session) << std::string(100'000, '[');
  check_sentence(striate_command("simulate --session " + session.string()), 1, "nested deeper than 64 levels");
  std::ofstream(session) << R"({"format": "striate-session", "version": 1, "parameters": {"probe": "v:ids::1"}})";
  check_sentence(striate_command("simulate --duration 5 --session " + session.string()), 2,
                 "VARIABLE:SELECTION:INTERVAL");
}
