// SPDX-License-Identifier: Apache-2.0
// Stimulus tables as colleagues send them: words for no value, rows in any order, directions beyond 0 to 360, numbers
// that differ by rounding only. The spikes have 7, 10, 7.5 and 0 Hz whatever the table looks like.
#include "engine/core/errors.h"
#include "engine/dataset/dataset.h"
#include "engine/dataset/run_trials.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <cmath>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace striate;
using test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

const fs::path practice = fs::path(STRIATE_TEST_DATA) / "practice";

DatasetStudy analyze(const fs::path& stimuli, const char* spikes = "00_base_data/spikes.csv",
                     double ms_per_unit = 1.0) {
  DatasetFiles files;
  files.spikes = {practice / spikes};
  files.nodes = practice / "00_base_data/nodes.csv";
  files.stimuli = stimuli;
  files.stimulus_ms_per_unit = ms_per_unit;
  StudyOptions options;
  options.fano.samples = 1;
  ThreadPool pool(1);
  Task task("test");
  DatasetStudy result;
  task.run([&](Task& t) { result = analyze_dataset(files, options, pool, t); });
  if (task.status().state == TaskState::failed)
    throw Error(task.status().error);
  return result;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void has_values(const std::vector<double>& values, const std::vector<double>& wanted) {
  REQUIRE(values.size() == wanted.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    CHECK(values[i] == doctest::Approx(wanted[i]).epsilon(1e-9));
}

void has_base_values(const StudyResult& study) {
  CHECK(study.rates.conditions() == 8);
  CHECK(study.protocol.repeats == 5);
  CHECK(study.rates.direction_deg == std::vector<double>{0, 45, 90, 135, 180, 225, 270, 315});
  REQUIRE(study.neurons.size() == 4);
  has_values(study.selectivity.average_Hz, {7, 10, 7.5, 0});
  has_values(study.spontaneous_Hz, {2, 4, 0, 0});
  CHECK(study.selectivity.osi[0] == doctest::Approx(0.4286).epsilon(1e-4));
  CHECK(study.selectivity.dsi[0] == doctest::Approx(0.4163).epsilon(1e-4));
}

} // namespace

TEST_CASE("the plain stimulus table, rows sorted by direction, negative directions: the same values") {
  has_base_values(analyze(practice / "00_base_data/stimuli.csv").study);
  has_base_values(analyze(practice / "09_rows_not_in_time/by_direction.csv").study);
  has_base_values(analyze(practice / "11_osi_definition/direction_negative.csv").study);
}

TEST_CASE("stimulus tables in every dialect and order, numbers that differ by rounding: the same values") {
  const TemporaryFolder folder;
  const auto variant = [&](const std::string& text) {
    std::ofstream(folder / "stimuli.csv", std::ios::binary) << text;
    has_base_values(analyze(folder / "stimuli.csv").study);
  };
  const TrialTable table = read_trial_table(practice / "00_base_data/stimuli.csv");
  const auto rows = [&](auto&& row) {
    std::string text;
    for (std::size_t i = 0; i < table.trials.size(); ++i)
      text += row(i, table.trials[i]);
    return text;
  };
  std::string semicolons = text_of(practice / "00_base_data/stimuli.csv");
  for (char& c : semicolons)
    c = c == ',' ? ';' : c == '.' ? ',' : c;
  variant("\xEF\xBB\xBF" + semicolons);
  variant("start,stop,direction,contrast\n" + rows([](std::size_t i, const TableTrial& t) {
            return fmt::format("{},{},{},{}\n", t.start_ms, t.stop_ms,
                               t.direction_deg + (i % 3 == 0   ? 360.0
                                                  : i % 3 == 1 ? -720.0000001
                                                               : 1e-7),
                               i % 2 == 0 ? "0.3" : "0.30000000000000004");
          }));
  variant("start,stop,direction,spatial_frequency,temporal_frequency\n" + rows([](std::size_t i, const TableTrial& t) {
            return fmt::format("{},{},{},{},{}\n", t.start_ms, t.stop_ms, t.direction_deg,
                               i % 2 == 0 ? "0.04" : "0.03999999910593033", i % 3 == 0 ? "2" : "2.0000001");
          }));
  std::string backwards;
  for (auto trial = table.trials.rbegin(); trial != table.trials.rend(); ++trial)
    backwards += fmt::format("{},{},{}\n", trial->direction_deg, trial->start_ms, trial->stop_ms);
  variant("# direction,start,stop\n" + backwards);
}

TEST_CASE("rows of a blank sweep, with every word for no value, are gray and said so") {
  const TemporaryFolder folder;
  const std::string plain = text_of(practice / "08_allen_null_rows/drifting_gratings_only.csv");
  for (const char* word : {"null", "None", "NaN", "NA", "", "N/A", "<NA>"}) {
    CAPTURE(word);
    std::string text = plain;
    for (std::size_t at = 0; (at = text.find("null", at)) != std::string::npos; at += std::string_view(word).size())
      text.replace(at, 4, word);
    std::ofstream(folder / "stimuli.csv", std::ios::binary) << text;
    const DatasetStudy data = analyze(folder / "stimuli.csv", "08_allen_null_rows/spikes.csv", 1000.0);
    CHECK(data.study.rates.conditions() == 8);
    CHECK(data.study.protocol.repeats == 3);
    CHECK(data.study.protocol.blanks == 3);
    has_values(data.study.selectivity.maximum_Hz, {20, 10, 30, 0});
    REQUIRE(data.notes.size() == 1);
    CHECK(data.notes.front().starts_with("3 of 27 rows of "));
  }
}

TEST_CASE("a stimulus table without what cannot be known is refused by place") {
  const auto refusal = [](const std::string& text) {
    try {
      parse_trial_table(text, "t.csv");
    } catch (const Error& failure) {
      return std::string(failure.what());
    }
    return std::string();
  };
  CHECK(refusal("start,stop,direction,contrast\n0,1,0,0.8\n1,2,45,null\n")
            .starts_with("t.csv, line 3, column "
                         "\"contrast\""));
  CHECK(refusal("start,stop,direction\n0,null,0\n").find("line 2") != std::string::npos);
  CHECK(refusal("start,stop,direction\n0,inf,0\n").find("line 2") != std::string::npos);
  CHECK(refusal("start,stop,direction,direction\n0,1,0,90\n").find("two columns \"direction\"") != std::string::npos);
  // A column of nothing is as good as none.
  CHECK(parse_trial_table("start,stop,direction,contrast\n0,1,0,null\n", "t.csv").contrasts ==
        std::vector<double>{0.8});
}

TEST_CASE("the gray before a trial ends at it and begins at the last stop before, row order and overlap aside") {
  const TrialTable table =
      parse_trial_table("start,stop,direction\n500,600,0\n100,300,0\n200,450,90\n500,650,90\n900,950,0\n", "t.csv");
  const auto gray = [&](std::size_t row) { return table.trials[row].gray_from_ms; };
  CHECK(gray(1) == 0.0);
  CHECK(gray(2) == 200.0); // another one is shown
  CHECK(gray(0) == 450.0);
  CHECK(gray(3) == 450.0); // two at once have the same gray
  CHECK(gray(4) == 650.0);
}

TEST_CASE("of several edits in one millisecond the last counts, and no stretch is empty") {
  RunSettings settings;
  settings.parameters.set("gray-before", 0.0);
  settings.parameters.set("duration", 1500.0);
  settings.parameters.set("direction", 0.0);
  const auto edit = [&](std::int64_t at_ms, double direction) {
    Edit one{at_ms, settings.edits.empty() ? settings.parameters : settings.edits.back().parameters};
    one.parameters.set("direction", direction);
    settings.edits.push_back(one);
  };
  edit(800, 90.0);
  edit(800, 180.0);
  TrialTable table = trials_of(settings, 1500.0);
  const double start = table.trials.front().start_ms;
  REQUIRE(table.trials.size() == 2);
  CHECK(table.trials[1].direction_deg == 180.0);
  CHECK(table.trials[0].stop_ms == 800.0);
  CHECK(table.trials[1].start_ms == 800.0);
  edit(800, 0.0); // and back: nothing was seen of it
  table = trials_of(settings, 1500.0);
  REQUIRE(table.trials.size() == 1);
  CHECK(table.trials[0].start_ms == start);
  CHECK(table.trials[0].direction_deg == 0.0);
  edit(900, 45.0);
  edit(900, 45.0);
  edit(901, 270.0);
  table = trials_of(settings, 1500.0);
  REQUIRE(table.trials.size() == 3);
  for (const TableTrial& trial : table.trials)
    CHECK(trial.stop_ms > trial.start_ms);
}
