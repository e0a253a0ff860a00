// SPDX-License-Identifier: Apache-2.0
#include "analysis_support.h"
#include "engine/core/errors.h"
#include "engine/dataset/dataset.h"
#include "engine/dataset/nodes_file.h"
#include "engine/dataset/run_trials.h"
#include "engine/recording/recorder.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

struct Scratch : TemporaryFolder {
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(*this / name) << text;
    return *this / name;
  }
};

/// All trials of the check values after each other on one clock, the times moved by `shift_ms`.
std::vector<std::pair<double, std::uint32_t>> golden_clock(double shift_ms) {
  const CsvTable table = analysis_data("input_spikes.csv");
  std::vector<std::pair<double, std::uint32_t>> spikes;
  for (std::size_t row = 0; row < table.rows(); ++row)
    spikes.emplace_back(4000.0 * (table.number(row, "angle_deg") / 45.0 * 10.0 + table.number(row, "trial")) +
                            table.number(row, "time_ms") + shift_ms,
                        static_cast<std::uint32_t>(table.integer(row, "node_id")));
  return spikes;
}

std::string golden_stimuli(bool seconds) {
  std::string text = seconds ? "start_time,stop_time,orientation\n" : "start,stop,direction\n";
  for (int trial = 0; trial < 80; ++trial) {
    const double scale = seconds ? 0.001 : 1.0;
    text += std::to_string(scale * (4000 * trial + 2000)) + "," + std::to_string(scale * (4000 * trial + 4000)) + "," +
            std::to_string(trial / 10 * 45) + "\n";
  }
  return text;
}

void check_golden(const StudyResult& study) {
  const CsvTable expected = analysis_data("expected_neuron_metrics.csv");
  REQUIRE(study.neurons.size() == expected.rows());
  for (std::size_t i = 0; i < expected.rows(); ++i) {
    CHECK(study.selectivity.average_Hz[i] == doctest::Approx(expected.number(i, "ave_rate_hz")).epsilon(1e-6));
    CHECK(study.spontaneous_Hz[i] == doctest::Approx(expected.number(i, "spont_rate_hz")).epsilon(1e-6));
    if (!std::isnan(expected.number(i, "OSI")))
      CHECK(study.selectivity.osi[i] == doctest::Approx(expected.number(i, "OSI")).epsilon(1e-6));
  }
}

DatasetStudy analyze(const DatasetFiles& files) {
  ThreadPool pool(2);
  Task task("test");
  DatasetStudy result;
  StudyOptions options;
  options.fano.samples = 10;
  std::string failure;
  task.run([&](Task& t) { result = analyze_dataset(files, options, pool, t); });
  if (task.status().state == TaskState::failed)
    throw Error(task.status().error);
  return result;
}

} // namespace

TEST_CASE("spikes and stimuli from tables give the check values, sorted or not, in ms or s") {
  const Scratch scratch;
  std::string spikes = "timestamps population node_ids\n";
  auto clock = golden_clock(0.0);
  std::reverse(clock.begin(), clock.end());
  for (const auto& [time, id] : clock)
    spikes += std::to_string(time) + " v1 " + std::to_string(id) + "\n";
  DatasetFiles files;
  files.spikes = {scratch.write("spikes.csv", spikes)};
  files.nodes = std::string(STRIATE_TEST_DATA) + "/analysis/input_nodes.csv";
  files.stimuli = scratch.write("stimuli.csv", golden_stimuli(false));
  const DatasetStudy data = analyze(files);
  check_golden(data.study);
  CHECK(data.spikes == clock.size());
  CHECK(data.notes.empty());
  CHECK(data.study.options.edges == SpikeWindow::Edges::half_open);
  files.stimuli = scratch.write("stimuli_s.csv", golden_stimuli(true));
  files.stimulus_ms_per_unit = 1000.0;
  check_golden(analyze(files).study);
  // Trials of days: the unit is wrong.
  files.stimulus_ms_per_unit = 1e8;
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("--time-unit"), Error);
  // Too late: no spike falls into a trial, and that is said.
  files.stimulus_ms_per_unit = 1.0;
  files.stimuli = scratch.write("late.csv", "start,stop,direction,gray_start\n900000,900500,0,899900\n");
  CHECK(analyze(files).notes.size() == 1);
}

TEST_CASE("SONATA spikes of several files, one per direction, give the check values; strangers are counted") {
  const Scratch scratch;
  const auto clock = golden_clock(0.0);
  DatasetFiles files;
  std::string stimuli = "start,stop,direction,file\n";
  for (int k = 0; k < 8; ++k) {
    const std::string name = "direction" + std::to_string(k) + ".h5";
    SpikeRecorder recorder({.file = scratch / name, .settings_json = "", .neuron_count = 60, .overwrite = false});
    std::vector<std::vector<std::uint32_t>> steps(40'001);
    for (const auto& [time, id] : clock)
      if (const double since = time - 40'000.0 * k; since >= 0.0 && since < 40'000.0)
        steps[static_cast<std::size_t>(since)].push_back(id);
    if (k == 0)
      steps[3].push_back(59); // no such node
    for (std::size_t ms = 0; ms < steps.size(); ++ms)
      recorder.push(static_cast<std::int64_t>(ms), steps[ms]);
    recorder.close();
    for (int q = 0; q < 10; ++q)
      stimuli += std::to_string(4000 * q + 2000) + "," + std::to_string(4000 * q + 4000) + "," +
                 std::to_string(45 * k) + "," + name + "\n";
    files.spikes.push_back(scratch / name);
  }
  files.nodes = std::string(STRIATE_TEST_DATA) + "/analysis/input_nodes.csv";
  files.stimuli = scratch.write("stimuli.csv", stimuli);
  files.edges = SpikeWindow::Edges::left_open; // a recorder stamps the end of a step
  const DatasetStudy data = analyze(files);
  check_golden(data.study);
  CHECK(data.spikes == clock.size());
  REQUIRE(data.notes.size() == 1);
  CHECK(data.notes.front().starts_with("1 spikes of neurons"));
}

TEST_CASE("a spike on the seam between two trials is counted once and belongs to one of them") {
  const Scratch scratch;
  DatasetFiles files;
  files.spikes = {scratch.write("spikes.csv", "timestamps node_ids\n50 0\n100 0\n150 0\n200 0\n260 0\n300 0\n")};
  files.nodes = scratch.write("nodes.csv", "node_id,pop_name\n0,e4Rorb\n");
  // Gray from 0, grating from 100; the second trial begins where the first stops.
  files.stimuli = scratch.write("stimuli.csv", "start,stop,direction\n100,200,0\n250,300,90\n");
  const auto evoked_Hz = [&](SpikeWindow::Edges edges, std::uint64_t spikes) {
    files.edges = edges;
    const DatasetStudy data = analyze(files);
    CHECK(data.spikes == spikes);
    return std::pair(data.study.rates.at(0, 0), data.study.rates.at(1, 0));
  };
  CHECK(evoked_Hz(SpikeWindow::Edges::half_open, 5) == std::pair(20.0, 20.0));
  CHECK(evoked_Hz(SpikeWindow::Edges::left_open, 6) == std::pair(20.0, 40.0));
  CHECK(evoked_Hz(SpikeWindow::Edges::open, 4) == std::pair(10.0, 20.0));
  CHECK(evoked_Hz(SpikeWindow::Edges::closed, 6) == std::pair(30.0, 40.0));
}

TEST_CASE("what is missing is said in one sentence") {
  const Scratch scratch;
  DatasetFiles files;
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("--spikes"), Error);
  files.spikes = {scratch.write("spikes.csv", "timestamps node_ids\n1 0\n")};
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("--nodes"), Error);
  files.nodes = scratch.write("nodes.csv", "node_id,pop_name\n0,e4Rorb\n");
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("--stimuli"), Error);
  files.stimuli = scratch.write("stimuli.csv", "start,stop,direction,file\n0,10,0,gone.h5\n");
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("gone.h5"), Error);
  scratch.write("nodes.csv", "node_id,pop_name\n0,e4Rorb\n0,e4Rorb\n");
  CHECK_THROWS_WITH_AS(analyze(files), doctest::Contains("twice"), Error);
  CHECK_THROWS_AS(read_nodes(scratch.write("n.csv", "node_id,x\n0,1\n")), Error);
  CHECK_THROWS_AS(read_nodes(scratch.write("n.csv", "node_id,pop_name\n-3,e4Rorb\n")), Error);
  CHECK_THROWS_AS(read_nodes(scratch.write("n.csv", "node_id,pop_name\n")), Error);
  CHECK_THROWS_AS(read_nodes(scratch.write("n.h5", "not hdf5")), Error);
  CHECK_THROWS_AS(read_nodes(scratch / "none.h5"), Error);
}

TEST_CASE("the protocol of a run follows from its settings and edits") {
  RunSettings settings;
  settings.parameters.set_text("stimulus", "gray");
  settings.parameters.set("gray-before", 0.0);
  const auto edit = [&](std::int64_t at, const std::string& text) {
    settings.edits.push_back(parse_edit(std::to_string(at) + ":" + text, settings.edits.empty()
                                                                             ? settings.parameters
                                                                             : settings.edits.back().parameters));
  };
  edit(500, "stimulus=drifting-grating,direction=45");
  edit(700, "background-rate=200");
  edit(1500, "direction=90");
  edit(2000, "stimulus=gray");
  edit(2500, "stimulus=drifting-grating,contrast=0.4");
  const TrialTable protocol = trials_of(settings, 3000.0);
  REQUIRE(protocol.trials.size() == 3);
  CHECK(protocol.trials[0].start_ms == 500.0);
  CHECK(protocol.trials[0].gray_from_ms == 0.0);
  CHECK(protocol.trials[0].stop_ms == 1500.0);
  CHECK(protocol.trials[1].gray_from_ms == 1500.0); // no gray before it
  CHECK(protocol.trials[2].gray_from_ms == 2000.0);
  CHECK(protocol.trials[2].stop_ms == 3000.0);
  CHECK(protocol.contrasts == std::vector{0.4, 0.8});
  CHECK(trials_of(settings, 400.0).trials.empty());
  RunSettings plain; // the grating waits for the gray before it
  plain.parameters.set("gray-before", 500.0);
  const TrialTable one = trials_of(plain, 2500.0);
  REQUIRE(one.trials.size() == 1);
  CHECK(one.trials[0].gray_from_ms == 0.0);
  CHECK(one.trials[0].start_ms == 500.0);
  CHECK(one.trials[0].stop_ms == 2500.0);
}
