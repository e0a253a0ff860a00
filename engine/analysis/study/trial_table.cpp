// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/trial_table.h"

#include "engine/core/csv.h"
#include "engine/core/distinct_values.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace striate {
namespace {

/// The first of the names the table has; empty when none.
std::string column_of(const CsvTable& table, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (table.has_column(name))
      return name;
  return {};
}

std::string needed(const CsvTable& table, const std::string& file, std::initializer_list<const char*> names) {
  std::string column = column_of(table, names);
  if (column.empty())
    throw Error(fmt::format("The stimulus table {} has no column \"{}\"; it needs start, stop and direction (contrast, "
                            "spatial_frequency, temporal_frequency, condition, gray_start and file may be added).",
                            file, *names.begin()));
  return column;
}

bool is_gray_word(std::string_view text) {
  constexpr std::array words{"gray", "grey", "blank", "spontaneous"};
  return std::ranges::any_of(words, [&](const char* word) { return text == word; });
}

double direction_of(const CsvTable& table, std::size_t row, const std::string& column) {
  return is_gray_word(table.text(row, column)) ? std::numeric_limits<double>::quiet_NaN()
                                               : wrapped_direction(table.number(row, column));
}

/// A column that has a value in some row with a direction; else it is as good as missing.
std::string filled(const CsvTable& table, const std::string& column, const std::string& direction) {
  for (std::size_t row = 0; row < table.rows() && !column.empty(); ++row)
    if (!table.missing(row, column) && !std::isnan(direction_of(table, row, direction)))
      return column;
  return {};
}

double known(double frequency) {
  return std::isfinite(frequency) ? frequency : 0.0;
}

/// Without a column of its own, the gray before a trial begins where the last one of its file before it in time ended,
/// wherever that stands in the table. A trial that begins while another is shown has none.
void find_gray(std::vector<TableTrial>& trials) {
  std::map<std::string, std::vector<TableTrial*>> by_file;
  for (TableTrial& trial : trials)
    by_file[trial.file].push_back(&trial);
  for (auto& [file, in_time] : by_file) {
    std::ranges::stable_sort(in_time, {}, &TableTrial::start_ms);
    double before = 0.0, latest = 0.0; ///< last end of trials that began earlier, and of all so far
    for (std::size_t i = 0; i < in_time.size(); ++i) {
      if (i > 0 && in_time[i]->start_ms > in_time[i - 1]->start_ms)
        before = latest;
      in_time[i]->gray_from_ms = std::min(before, in_time[i]->start_ms);
      latest = std::max(latest, in_time[i]->stop_ms);
    }
  }
}

TrialTable from_table(const CsvTable& table, const std::string& name, double ms_per_unit) {
  const std::string start = needed(table, name, {"start", "start_ms", "start_time", "onset"});
  const std::string stop = needed(table, name, {"stop", "stop_ms", "stop_time", "end", "offset"});
  const std::string direction =
      needed(table, name, {"direction", "direction_deg", "orientation", "angle", "angle_deg", "DG_angle"});
  const std::string contrast = filled(table, column_of(table, {"contrast"}), direction);
  const std::string spatial = column_of(table, {"spatial_frequency", "spatial_freq", "sf"});
  const std::string temporal = column_of(table, {"temporal_frequency", "temporal_freq", "tf"});
  const std::string gray = column_of(table, {"gray_start", "gray_from", "spontaneous_start"});
  const std::string condition = column_of(table, {"condition"});
  const std::string file = column_of(table, {"file", "spikes", "spikes_file"});
  TrialTable protocol;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    TableTrial trial;
    trial.start_ms = ms_per_unit * table.number(row, start);
    trial.stop_ms = ms_per_unit * table.number(row, stop);
    trial.direction_deg = direction_of(table, row, direction);
    if (!contrast.empty())
      trial.contrast = table.number(row, contrast);
    if (std::isnan(trial.contrast) && !std::isnan(trial.direction_deg))
      throw Error(fmt::format("{}: a direction is given but no contrast; write the contrast, 0 for a blank trial.",
                              table.place(row, contrast)));
    if (!spatial.empty())
      trial.spatial_frequency = known(table.number(row, spatial));
    if (!temporal.empty())
      trial.temporal_frequency = known(table.number(row, temporal));
    if (!condition.empty() && !table.missing(row, condition))
      trial.condition = table.text(row, condition);
    if (!file.empty() && !table.missing(row, file))
      trial.file = table.text(row, file);
    if (!(trial.stop_ms > trial.start_ms) || !std::isfinite(trial.stop_ms - trial.start_ms))
      throw Error(
          fmt::format("The stimulus table {} has a trial from {} to {} ms in line {}; every stop must lie after "
                      "its start.",
                      name, trial.start_ms, trial.stop_ms, table.line(row)));
    if (!gray.empty()) {
      trial.gray_from_ms = table.missing(row, gray) ? trial.start_ms : ms_per_unit * table.number(row, gray);
      if (!(trial.gray_from_ms <= trial.start_ms))
        throw Error(fmt::format("The stimulus table {}, line {}: the gray screen begins at {} ms, after the stimulus "
                                "at {} ms; correct gray_start.",
                                name, table.line(row), trial.gray_from_ms, trial.start_ms));
    }
    protocol.trials.push_back(std::move(trial));
  }
  if (protocol.trials.empty())
    throw Error(fmt::format("The stimulus table {} has no rows; give one row per trial.", name));
  if (gray.empty())
    find_gray(protocol.trials);
  protocol.index();
  return protocol;
}

StimulusLevel level_of(const TableTrial& trial) {
  return {trial.contrast, trial.spatial_frequency, trial.temporal_frequency, trial.condition};
}

double octaves_from_usual(const StimulusLevel& level) {
  constexpr double usual_spatial = 0.04, usual_temporal_Hz = 2.0;
  const auto octaves = [](double frequency, double usual) {
    return std::abs(std::log2(std::max(frequency, 1e-6) / usual));
  };
  return octaves(level.spatial_frequency, usual_spatial) + octaves(level.temporal_frequency, usual_temporal_Hz);
}

bool blank(const TableTrial& trial) {
  return std::isnan(trial.direction_deg) || trial.contrast == 0.0;
}

/// Numbers that differ by rounding only become one number, so that the levels can be compared exactly.
void merge_equal_numbers(std::vector<TableTrial>& trials) {
  std::vector<double> turns, all_contrasts, spatial, temporal;
  for (const TableTrial& trial : trials)
    if (!blank(trial)) {
      turns.push_back(trial.direction_deg);
      all_contrasts.push_back(trial.contrast);
      spatial.push_back(trial.spatial_frequency);
      temporal.push_back(trial.temporal_frequency);
    }
  const auto turn = DistinctValues::of_directions(std::move(turns));
  const auto contrast = DistinctValues::of_numbers(std::move(all_contrasts));
  const auto cycles = DistinctValues::of_numbers(std::move(spatial)), hertz = DistinctValues::of_numbers(temporal);
  for (TableTrial& trial : trials)
    if (!blank(trial)) {
      trial.direction_deg = turn(trial.direction_deg);
      trial.contrast = contrast(trial.contrast);
      trial.spatial_frequency = cycles(trial.spatial_frequency);
      trial.temporal_frequency = hertz(trial.temporal_frequency);
    }
}

template <typename Value>
void sort_unique(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <typename Value>
int position(const std::vector<Value>& values, const Value& value) {
  return static_cast<int>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
}

} // namespace

double TrialTable::shortest_stimulus_ms() const {
  double shortest = std::numeric_limits<double>::infinity();
  for (const TableTrial& trial : trials)
    if (trial.direction >= 0)
      shortest = std::min(shortest, trial.stop_ms - trial.start_ms);
  return std::isfinite(shortest) ? shortest : 0.0;
}

double TrialTable::shortest_gray_ms() const {
  double shortest = std::numeric_limits<double>::infinity();
  for (const TableTrial& trial : trials)
    if (trial.direction >= 0)
      shortest = std::min(shortest, trial.start_ms - trial.gray_from_ms);
  return std::isfinite(shortest) ? shortest : 0.0;
}

int TrialTable::main_level() const {
  std::vector<int> count(levels.size(), 0);
  std::vector<std::set<int>> shown(levels.size());
  for (const TableTrial& trial : trials)
    if (trial.level >= 0) {
      ++count[static_cast<std::size_t>(trial.level)];
      shown[static_cast<std::size_t>(trial.level)].insert(trial.direction);
    }
  const auto rank = [&](std::size_t level) {
    return std::tuple(shown[level].size(), count[level], levels[level].contrast, -octaves_from_usual(levels[level]));
  };
  int best = -1;
  for (std::size_t level = 0; level < levels.size(); ++level)
    if (best < 0 || rank(level) >= rank(static_cast<std::size_t>(best)))
      best = static_cast<int>(level);
  return best;
}

std::vector<double> TrialTable::directions_of(int level) const {
  const std::string& condition = levels.at(static_cast<std::size_t>(level)).condition;
  std::vector<double> shown;
  for (const TableTrial& trial : trials)
    if (trial.level >= 0 && trial.condition == condition)
      shown.push_back(trial.direction_deg);
  sort_unique(shown);
  return shown;
}

bool TrialTable::has_conditions() const {
  return std::any_of(levels.begin(), levels.end(),
                     [&](const StimulusLevel& level) { return level.condition != levels.front().condition; });
}

void TrialTable::index() {
  merge_equal_numbers(trials);
  directions.clear();
  contrasts.clear();
  levels.clear();
  for (const TableTrial& trial : trials)
    if (!blank(trial)) {
      directions.push_back(trial.direction_deg);
      contrasts.push_back(trial.contrast);
      levels.push_back(level_of(trial));
    }
  sort_unique(directions);
  sort_unique(contrasts);
  sort_unique(levels);
  repeats = blanks = 0;
  std::map<std::pair<int, int>, int> seen;
  for (TableTrial& trial : trials) {
    if (blank(trial)) {
      trial.direction = trial.level = -1;
      trial.repeat = blanks++;
      continue;
    }
    trial.direction = position(directions, trial.direction_deg);
    trial.level = position(levels, level_of(trial));
    trial.repeat = seen[{trial.direction, trial.level}]++;
    repeats = std::max(repeats, trial.repeat + 1);
  }
}

TrialTable read_trial_table(const std::filesystem::path& file, double ms_per_unit) {
  return from_table(CsvTable::read(file), file.string(), ms_per_unit);
}

TrialTable parse_trial_table(std::string_view text, const std::string& name, double ms_per_unit) {
  return from_table(CsvTable::parse(text, name), name, ms_per_unit);
}

std::string table_text(const TrialTable& table) {
  const bool words = table.has_conditions();
  std::string text = "trial,file,gray_start,start,stop,direction,contrast,spatial_frequency,temporal_frequency";
  text += words ? ",condition\n" : "\n";
  for (std::size_t i = 0; i < table.trials.size(); ++i) {
    const TableTrial& t = table.trials[i];
    text += fmt::format("{},{},{},{},{},{},{},{},{}", i, t.file, t.gray_from_ms, t.start_ms, t.stop_ms, t.direction_deg,
                        t.contrast, t.spatial_frequency, t.temporal_frequency);
    text += words ? fmt::format(",\"{}\"\n", t.condition) : "\n";
  }
  return text;
}

} // namespace striate
