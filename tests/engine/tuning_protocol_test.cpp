// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_catalog.h"
#include "engine/analysis/study/study_tables.h"
#include "engine/session/protocol_conditions.h"
#include "engine/session/recorded_trial.h"
#include "engine/session/tuning_run.h"
#include "session_support.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

using namespace striate;
using namespace striate::test;

namespace {

/// A tuning run of a protocol, in a folder of its own.
struct Bench {
  TemporaryFolder folder;
  ParameterSet parameters = tiny_parameters();

  explicit Bench(const std::string& table, const char* name = "table.csv") {
    std::ofstream(folder / name) << table;
    parameters.set_text("protocol", (folder / name).string());
    parameters.set("batch", 8);
  }

  std::unique_ptr<TuningRun> start(const char* out, StudyOptions options = {}) const {
    return std::make_unique<TuningRun>(parameters, tiny_network(), folder / out, options);
  }
  void finish(TuningRun& run) const {
    Task task("tune");
    const bool done = task.run([&](Task& t) { run.run(t); });
    CAPTURE(task.status().error);
    REQUIRE(done);
  }
  /// Millisecond since the onset, which begins the step, and neuron of every spike.
  Spikes spikes(const char* out, std::size_t trial, std::int64_t gray_ms) const {
    const TrialSpikes read = read_recorded_trial(folder / out / "spikes" / fmt::format("trial_{:04d}.h5", trial),
                                                 gray_ms, tiny_network()->neurons);
    Spikes spikes;
    for (std::size_t i = 0; i < read.time_ms.size(); ++i)
      spikes.emplace_back(std::lround(read.time_ms[i]) - 1, read.neuron[i]);
    std::ranges::sort(spikes);
    return spikes;
  }
};

/// Spikes of a live run, counted from the end of its gray.
Spikes live(ParameterSet parameters, std::int64_t gray_ms, std::int64_t shown_ms) {
  parameters.set("gray-before", static_cast<double>(gray_ms));
  Session session(parameters, tiny_network());
  Spikes spikes = run(session, gray_ms + shown_ms);
  for (auto& [ms, neuron] : spikes)
    ms -= gray_ms;
  std::ranges::sort(spikes);
  return spikes;
}

const std::string mixed = "start,duration,stimulus,direction,contrast,flash-on,movie,movie-layout\n"
                          "100,200,drifting-grating,90,0.8,,,\n"
                          "400,200,drifting-grating,90,0.8,,,\n"
                          "650,200,flash,,0.5,80,,\n"
                          "900,200,gray,,,,,\n"
                          "1200,300,movie,,,,frames.raw,120x80 uint8\n";

struct MixedBench : Bench {
  MixedBench() : Bench(mixed) {
    std::ofstream movie(folder / "frames.raw", std::ios::binary);
    for (int i = 0; i < 4 * 80 * 120; ++i)
      movie.put(static_cast<char>((i * 37 + i / 120 * 11) % 256));
  }
};

} // namespace

TEST_CASE("rows become trials; equal rows are repeats; what else differs is a condition in words") {
  const MixedBench bench;
  const TrialTable table = tuning_plan(bench.parameters).table();
  REQUIRE(table.trials.size() == 5);
  CHECK(table.trials[0].start_ms == 100);
  CHECK(table.trials[2].start_ms == 50); // only the gap before the row
  CHECK(table.trials[4].stop_ms == 400);
  CHECK(table.trials[0].condition == "drifting-grating");
  CHECK(table.trials[0].level == table.trials[1].level);
  CHECK(table.trials[1].repeat == 1);
  CHECK(table.trials[2].condition == "flash");
  CHECK(table.trials[2].contrast == 0.5);
  CHECK(table.blanks == 1);
  CHECK(std::isnan(table.trials[3].direction_deg));
  CHECK(table.trials[4].condition == "movie");
  REQUIRE(table.levels.size() == 3);

  // The text of the table says the same.
  const TrialTable again = parse_trial_table(table_text(table), "stimuli.csv");
  CHECK(again.levels == table.levels);
  CHECK(again.trials[4].condition == "movie");
  CHECK(again.blanks == 1);
}

TEST_CASE("a grating's numbers have columns of their own; random phases are noise, given ones a condition") {
  const Bench numbers("start,duration,direction,contrast,temporal-frequency,phase\n"
                      "0,100,0,0.8,2,random\n100,100,90,0.8,2,random\n200,100,0,0.4,4,random:a\n");
  const TrialTable table = tuning_plan(numbers.parameters).table();
  CHECK(table.levels.size() == 2);
  CHECK_FALSE(table.has_conditions());
  CHECK_FALSE(contains(table_text(table), "condition"));
  const Bench phases("start,duration,phase\n0,100,0\n100,100,90\n200,100,90\n");
  const TrialTable given = tuning_plan(phases.parameters).table();
  REQUIRE(given.levels.size() == 2);
  CHECK(given.trials[1].condition == "phase 90");
  CHECK(given.trials[2].repeat == 1);
}

TEST_CASE("a trial has the spikes of a live run of its row") {
  const MixedBench bench;
  const auto run = bench.start("out");
  bench.finish(*run);
  CHECK(run->finished_s() == doctest::Approx(0.3 + 0.3 + 0.25 + 0.25 + 0.4));

  ParameterSet row = bench.parameters;
  row.set_text("protocol", "");
  row.set("direction", 90);
  row.set("trial", 1);
  const Spikes grating = live(row, 100, 200);
  CHECK(grating.size() > 100);
  CHECK(bench.spikes("out", 1, 100) == grating);
  CHECK(bench.spikes("out", 0, 100) != grating); // other noise

  row.set_text("stimulus", "flash");
  row.set("contrast", 0.5);
  row.set("flash-on", 80);
  row.set("trial", 2);
  CHECK(bench.spikes("out", 2, 50) == live(row, 50, 200));

  row.set_text("stimulus", "movie");
  row.set_text("movie", (bench.folder / "frames.raw").string());
  row.set_text("movie-layout", "120x80 uint8");
  row.set("trial", 4);
  CHECK(bench.spikes("out", 4, 100) == live(row, 100, 300));
}

TEST_CASE("what is done to neurons is done in every trial, at its times, as in a live run") {
  Bench bench("start,duration,direction\n100,200,90\n400,200,90\n");
  bench.finish(*bench.start("free"));
  bench.parameters.set_text("perturb", "silence:PV:0:250; current:L2/3_Exc:40:120:");
  bench.finish(*bench.start("perturbed"));
  ParameterSet row = bench.parameters;
  row.set_text("protocol", "");
  row.set("direction", 90);
  for (std::size_t trial : {0, 1}) {
    CAPTURE(trial);
    row.set("trial", static_cast<double>(trial));
    const Spikes spikes = bench.spikes("perturbed", trial, 100);
    CHECK(spikes == live(row, 100, 200));
    CHECK(spikes != bench.spikes("free", trial, 100));
  }
  CHECK(contains(sentence_of([&] { bench.start("free"); }), "different settings (perturb)"));
  bench.parameters.set_text("perturb", "silence:L9::");
  CHECK(contains(sentence_of([&] { bench.start("none"); }), "L9"));
  CHECK_FALSE(std::filesystem::exists(bench.folder / "none"));
}

TEST_CASE("neither batch nor threads nor an interruption changes a spike") {
  MixedBench bench;
  bench.finish(*bench.start("one"));
  bench.parameters.set("batch", 2);
  bench.parameters.set("threads", 2);
  const auto stopped = bench.start("two");
  Task task("tune");
  task.run([&](Task& t) { stopped->run(t, [&](const TuningRun&) { t.cancel(); }); });
  REQUIRE(task.status().state == TaskState::cancelled);
  CHECK(stopped->finished_trials() > 0);
  const auto again = bench.start("two");
  bench.finish(*again);
  CHECK(again->finished_trials() == 5);
  const int grays[] = {100, 100, 50, 50, 100};
  for (std::size_t trial = 0; trial < 5; ++trial) {
    CAPTURE(trial);
    CHECK(bench.spikes("one", trial, grays[trial]) == bench.spikes("two", trial, grays[trial]));
  }
}

TEST_CASE("every condition is measured; what needs directions is left out with a sentence") {
  const MixedBench bench;
  const auto run = bench.start("out");
  bench.finish(*run);
  const std::optional<StudyResult> study = run->measure();
  REQUIRE(study);
  CHECK(study->condition == "drifting-grating"); // two trials of one direction against one of each other
  REQUIRE(study->conditions.size() == 3);
  for (const auto& level : study->conditions)
    CHECK(level.trials == (level.shown.condition == "drifting-grating" ? 2 : 1));
  const std::uint32_t neuron = bench.spikes("out", 4, 100).back().second;
  double count = 0.0;
  for (const auto& [ms, of] : bench.spikes("out", 4, 100))
    count += ms >= 0 && of == neuron ? 1.0 : 0.0;
  for (const auto& level : study->conditions)
    if (level.shown.condition == "movie")
      CHECK(level.average_Hz[neuron] == doctest::Approx(count / 0.3));
  CHECK(std::ranges::all_of(study->selectivity.osi, [](double osi) { return std::isnan(osi); }));
  CHECK(std::ranges::all_of(study->selectivity.argmax_deg, [](double angle) { return std::isnan(angle); }));
  const auto sentences = study->left_out();
  REQUIRE(sentences.size() == 1);
  CHECK(contains(sentences.front(), "OSI, DSI, preferred directions"));
  for (const FigureEntry& entry : study_figure_entries(*study))
    CHECK(entry.name != "selectivity_boxes");

  write_study(*study, compare(*study, neuropixels()), bench.folder / "out");
  const StudyResult again = read_study(bench.folder / "out");
  REQUIRE(again.conditions.size() == 3);
  CHECK(again.conditions[1].shown == study->conditions[1].shown);
  CHECK(again.conditions[1].average_Hz == study->conditions[1].average_Hz);
  const auto entries = study_figure_entries(again);
  CHECK(std::ranges::any_of(entries, [](const FigureEntry& entry) { return entry.name == "condition_response"; }));
}

TEST_CASE("directions beside other stimuli: selectivity is measured where the directions are") {
  std::string table = "start,duration,stimulus,direction\n";
  for (int k = 0; k < 8; ++k)
    table += fmt::format("{},200,drifting-grating,{}\n", 300 * k + 100, 45 * k);
  for (int k = 8; k < 18; ++k) // more trials, but no directions
    table += fmt::format("{},200,flash,\n", 300 * k + 100);
  const Bench bench(table);
  const auto run = bench.start("out");
  bench.finish(*run);
  const std::optional<StudyResult> study = run->measure(nullptr, true);
  REQUIRE(study);
  CHECK(study->condition == "drifting-grating");
  CHECK(study->rates.conditions() == 8);
  CHECK(std::ranges::any_of(study->selectivity.osi, [](double osi) { return osi >= 0.0; }));
  REQUIRE(study->conditions.size() == 2);
  CHECK(study->conditions[0].shown.condition == "drifting-grating"); // in the order of the table
  CHECK(study->conditions[1].shown.condition == "flash");
  CHECK(study->conditions[1].trials == 10);
}

TEST_CASE("a contrast that was shown in fewer directions than others has a mean rate, too") {
  const Bench bench("start,duration,stimulus,direction,contrast\n100,200,drifting-grating,0,0.8\n"
                    "400,200,drifting-grating,90,0.8\n700,200,drifting-grating,90,0.4\n1000,200,flash,,0.8\n");
  const auto run = bench.start("out");
  bench.finish(*run);
  const std::optional<StudyResult> study = run->measure(nullptr, true);
  REQUIRE(study);
  REQUIRE(study->conditions.size() == 3);
  for (const auto& level : study->conditions)
    CHECK(std::ranges::none_of(level.average_Hz, [](double rate) { return std::isnan(rate); }));
}

TEST_CASE("passes show every row again, with noise of its own") {
  Bench bench("start,duration,direction\n100,100,0\n300,100,90\n");
  bench.parameters.set("tune-passes", 3);
  const TrialTable table = tuning_plan(bench.parameters).table();
  REQUIRE(table.trials.size() == 6);
  CHECK(table.repeats == 3);
  CHECK(table.trials[2].direction_deg == 0);
  bench.finish(*bench.start("out"));
  CHECK(bench.spikes("out", 3, 100) != bench.spikes("out", 4, 100));
}

TEST_CASE("tables that cannot be used, and a table that changed, are told") {
  const auto sentence = [](const std::string& table) {
    const Bench bench(table);
    return sentence_of([&] { bench.start("out"); });
  };
  CHECK(contains(sentence("start,duration,stimulus\n0,100,gray\n"), "shows only gray"));
  CHECK(contains(sentence("start,duration,contrast\n0,100,2\n"), "row 1"));
  CHECK(contains(sentence("start,duration\n0,100\n50,100\n"), "before the previous row ends"));
  CHECK(contains(sentence("start,direction\n0,100\n"), "lacks \"duration\""));

  const Bench bench("start,duration,direction\n100,100,0\n");
  bench.start("out");
  std::ofstream(bench.folder / "table.csv") << "start,duration,direction,aperture\n100,100,0,disc\n";
  CHECK(contains(sentence_of([&] { bench.start("out"); }), "has changed since"));
}
