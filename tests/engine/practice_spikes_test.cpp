// SPDX-License-Identifier: Apache-2.0
// Spikes of other programs from end to end: the cases from practice, and the sentences beside doubtful numbers.
#include "engine/analysis/study/study_tables.h"
#include "engine/core/errors.h"
#include "engine/dataset/dataset.h"
#include "engine/dataset/node_populations.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace striate;
using namespace striate::test;

namespace {

namespace fs = std::filesystem;

fs::path practice(const std::string& name) {
  return fs::path(STRIATE_TEST_DATA) / "practice" / name;
}

DatasetStudy analyze_alone(const DatasetFiles& files) {
  ThreadPool pool(1);
  Task task("analyze");
  StudyOptions options;
  options.fano.samples = 10;
  options.tuning_fits = false;
  return analyze_dataset(files, options, pool, task);
}

DatasetFiles base(const fs::path& spikes) {
  DatasetFiles files;
  files.spikes = {spikes};
  files.nodes = practice("00_base_data/nodes.csv");
  files.stimuli = practice("00_base_data/stimuli.csv");
  return files;
}

std::string error_of(const DatasetFiles& files) {
  try {
    analyze_alone(files);
  } catch (const Error& failure) {
    return failure.what();
  }
  return {};
}

/// The sentences that say this, of all.
std::size_t saying(const std::vector<std::string>& sentences, const std::string& part) {
  return static_cast<std::size_t>(
      std::count_if(sentences.begin(), sentences.end(), [&](const auto& one) { return contains(one, part); }));
}

void check_base(const DatasetStudy& data) {
  const StudyResult& study = data.study;
  REQUIRE(study.neurons.size() == 4);
  const double rates[] = {7.0, 10.0, 7.5, 0.0}, spontaneous[] = {2.0, 4.0, 0.0, 0.0};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(study.selectivity.average_Hz[i] == doctest::Approx(rates[i]).epsilon(1e-9));
    CHECK(study.spontaneous_Hz[i] == doctest::Approx(spontaneous[i]).epsilon(1e-9));
  }
  CHECK(study.selectivity.osi[0] == doctest::Approx(0.4286).epsilon(1e-3));
  CHECK(study.selectivity.dsi[0] == doctest::Approx(0.4163).epsilon(1e-3));
}

struct Table {
  const TemporaryFolder folder;
  fs::path write(const char* name, const std::string& text) const {
    std::ofstream(folder / name) << text;
    return folder / name;
  }
  /// One neuron, e4Rorb, of id 0, and another of id 1.
  DatasetFiles files(const std::string& spikes, const std::string& stimuli) const {
    DatasetFiles files;
    files.spikes = {write("spikes.csv", "timestamps,node_ids\n" + spikes)};
    files.nodes = write("nodes.csv", "node_id,pop_name\n0,e4Rorb\n1,i4Pvalb\n");
    files.stimuli = write("stimuli.csv", "gray_start,start,stop,direction\n" + stimuli);
    return files;
  }
};

/// Trials of 100 ms gray and 400 ms grating, `repeats` in each direction, two spikes in each.
std::pair<std::string, std::string> trials(const std::vector<double>& directions, int repeats, double scale = 1.0) {
  std::string spikes, stimuli;
  double start = 0.0;
  for (const double direction : directions)
    for (int k = 0; k < repeats; ++k, start += 500.0) {
      stimuli += fmt::format("{},{},{},{}\n", start, start + 100.0, start + 500.0, direction);
      spikes += fmt::format("{},0\n{},1\n", scale * (start + 200.0), scale * (start + 300.0));
    }
  return {spikes, stimuli};
}

const std::vector<double> circle{0, 45, 90, 135, 180, 225, 270, 315};

} // namespace

TEST_CASE("the plain files give the right numbers without a word") {
  for (const char* name : {"00_base_data/spikes.h5", "00_base_data/spikes.csv"}) {
    const DatasetStudy data = analyze_alone(base(practice(name)));
    check_base(data);
    CHECK(data.notes.empty());
    CHECK(data.study.warnings.empty());
  }
}

TEST_CASE("the spikes of the nodes' population are measured, or the choice is asked for") {
  DatasetFiles files = base(practice("02_spike_populations/bkg_and_cortex.h5"));
  CHECK(contains(error_of(files), "bkg, cortex"));
  CHECK(contains(error_of(files), "--population"));
  files.population = "cortex";
  check_base(analyze_alone(files));
  files.population = "lgn";
  CHECK(contains(error_of(files), "no population \"lgn\""));
  files.population = "";
  files.nodes = practice("02_spike_populations/cortex_nodes.h5");
  CHECK(node_populations(files.nodes) == std::vector<std::string>{"cortex"});
  const DatasetStudy data = analyze_alone(files);
  check_base(data);
  CHECK(data.notes.empty());
  files.population = "bkg";
  const DatasetStudy other = analyze_alone(files);
  CHECK(other.study.selectivity.average_Hz[0] == doctest::Approx(13.2).epsilon(0.01));
  CHECK(saying(other.notes, "\"bkg\" were assigned to the nodes \"cortex\"") == 1);
  files.population = "";
  files.spikes = {practice("00_base_data/spikes.h5")}; // one population, of another name
  const DatasetStudy single = analyze_alone(files);
  check_base(single);
  REQUIRE(single.notes.size() == 1);
  CHECK(contains(single.notes[0], "\"v1\", used as \"cortex\""));
}

TEST_CASE("seconds and other words for milliseconds, NEST's files, and a time that is none") {
  for (const char* name : {"04_spike_seconds/spikes_units_s.h5", "04_spike_seconds/spikes_units_msec.h5",
                           "05_nest_dat/spike_recorder-51-0.dat"}) {
    CAPTURE(name);
    const DatasetStudy data = analyze_alone(base(practice(name)));
    check_base(data);
    CHECK(data.notes.empty());
  }
  const std::string bad = error_of(base(practice("06_bad_spike_values/nan.h5")));
  CHECK(contains(bad, "nan.h5: the time is not a number (NaN)"));
  CHECK(contains(bad, "/spikes/v1/timestamps, row "));
}

TEST_CASE("times in another unit than was taken are doubted, with the unit") {
  const Table table;
  const auto [seconds, stimuli] = trials(circle, 2, 0.001);
  const DatasetStudy short_of = analyze_alone(table.files(seconds, stimuli));
  CHECK(saying(short_of.notes, "probably in seconds") == 1);
  CHECK(saying(short_of.study.warnings, "probably in seconds") == 1);
  DatasetFiles said = table.files(seconds, stimuli);
  said.spike_ms_per_unit = 1000.0;
  const DatasetStudy right = analyze_alone(said);
  CHECK(right.notes.empty());
  CHECK(right.study.warnings.empty());
  CHECK(right.study.selectivity.average_Hz[0] == doctest::Approx(2.5));
  const auto [micro, same] = trials(circle, 2, 1000.0);
  CHECK(saying(analyze_alone(table.files(micro, same)).notes, "probably in microseconds") == 1);
  // Trials and spikes in seconds, used as ms: windows of a millisecond.
  const std::string rates = "0.2,0\n0.3,0\n0.4,0\n0.31,1\n";
  const auto warnings = analyze_alone(table.files(rates, "0,0.1,0.5,0\n")).study.warnings;
  CHECK(saying(warnings, "above 1000 Hz (neuron 0: 7500 Hz)") == 1);
}

TEST_CASE("what makes numbers doubtful is said, in the result and at the head of its tables") {
  const Table table;
  const auto warnings = [&](const std::vector<double>& directions, int repeats) {
    const auto [spikes, stimuli] = trials(directions, repeats);
    return analyze_alone(table.files(spikes, stimuli)).study.warnings;
  };
  CHECK(warnings(circle, 2).empty());
  CHECK(saying(warnings(circle, 1), "shown once") == 1);
  CHECK(saying(warnings({0}, 2), "one direction") == 1);
  CHECK(saying(warnings({0, 90}, 2), "2 directions") == 1);
  const auto half = warnings({0, 20, 40, 60, 80, 100, 120, 140, 160}, 2);
  REQUIRE(half.size() == 1);
  CHECK(contains(half[0], "unevenly spaced"));
  CHECK(contains(half[0], "OSI 0.00 and DSI 0.64"));
  CHECK(warnings({0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330}, 2).empty());

  const auto [spikes, stimuli] = trials(circle, 2);
  const auto silent = analyze_alone(table.files("200,0\n300,1\n", stimuli)).study.warnings;
  CHECK(saying(silent, "No neuron fired in 15 of 16 trials") == 1);
  const DatasetStudy strangers = analyze_alone(table.files(spikes + "250,7\n260,9\n270,7\n", stimuli));
  REQUIRE(strangers.notes.size() == 1);
  CHECK(contains(strangers.notes[0], "3 spikes of neurons"));
  CHECK(contains(strangers.notes[0], "(ids 7, 9;"));
  CHECK(strangers.study.warnings == strangers.notes);

  DatasetFiles no_gray = table.files(spikes, stimuli);
  std::string rows = "gray_start,start,stop,direction\n";
  for (int k = 0; k < 16; ++k)
    rows += fmt::format("{0},{0},{1},{2}\n", 500 * k, 500 * k + 500, 45 * (k / 2));
  no_gray.stimuli = table.write("no_gray.csv", rows);
  const DatasetStudy unknown = analyze_alone(no_gray);
  REQUIRE(unknown.study.warnings.size() == 1);
  CHECK(contains(unknown.study.warnings[0], "spontaneous rates are undefined"));
  CHECK(std::isnan(unknown.study.spontaneous_Hz[0]));

  write_study(unknown.study, compare(unknown.study, neuropixels()), table.folder / ".");
  for (const char* name : {"study.csv", "comparison.csv"}) {
    std::ifstream in(table.folder / name);
    std::string line;
    std::getline(in, line);
    CHECK(line == "# " + unknown.study.warnings[0]);
  }
  CHECK(read_study(table.folder / ".").neurons.size() == 2);
}

TEST_CASE("NEST's ids that start at 1 are doubted beside a table that starts at 0") {
  const Table table;
  const auto [spikes, stimuli] = trials(circle, 2);
  DatasetFiles files = table.files(spikes, stimuli);
  std::string rows = "# NEST version: 3.6.0\nsender\ttime_ms\n";
  for (int k = 0; k < 16; ++k)
    rows += fmt::format("1\t{}.000\n", 500 * k + 200);
  files.spikes = {table.write("spikes.dat", rows)};
  CHECK(saying(analyze_alone(files).notes, "numbers nodes from 1") == 1);
  files.spikes = {table.write("spikes.dat", rows + "0\t250.000\n")};
  CHECK(analyze_alone(files).notes.empty());
}
