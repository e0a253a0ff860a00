#include "engine/analysis/study/trial_table.h"

#include "engine/core/csv.h"
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
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

double direction_of(const CsvTable& table, std::size_t row, const std::string& column) {
  const std::string& text = table.text(row, column);
  if (text.empty() || text == "null" || text == "N/A" || text == "gray" || text == "blank")
    return std::numeric_limits<double>::quiet_NaN();
  const double direction = std::fmod(table.number(row, column), 360.0);
  return direction < 0.0 ? direction + 360.0 : direction;
}

double known(double frequency) {
  return std::isfinite(frequency) ? frequency : 0.0;
}

TrialTable from_table(const CsvTable& table, const std::string& name, double ms_per_unit) {
  const std::string start = needed(table, name, {"start", "start_ms", "start_time", "onset"});
  const std::string stop = needed(table, name, {"stop", "stop_ms", "stop_time", "end", "offset"});
  const std::string direction =
      needed(table, name, {"direction", "direction_deg", "orientation", "angle", "angle_deg", "DG_angle"});
  const std::string contrast = column_of(table, {"contrast"});
  const std::string spatial = column_of(table, {"spatial_frequency", "spatial_freq", "sf"});
  const std::string temporal = column_of(table, {"temporal_frequency", "temporal_freq", "tf"});
  const std::string gray = column_of(table, {"gray_start", "gray_from", "spontaneous_start"});
  const std::string condition = column_of(table, {"condition"});
  const std::string file = column_of(table, {"file", "spikes", "spikes_file"});
  TrialTable protocol;
  std::map<std::string, double> last_stop;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    TableTrial trial;
    trial.start_ms = ms_per_unit * table.number(row, start);
    trial.stop_ms = ms_per_unit * table.number(row, stop);
    trial.direction_deg = direction_of(table, row, direction);
    if (!contrast.empty())
      trial.contrast = table.number(row, contrast);
    if (!spatial.empty())
      trial.spatial_frequency = known(table.number(row, spatial));
    if (!temporal.empty())
      trial.temporal_frequency = known(table.number(row, temporal));
    if (!condition.empty())
      trial.condition = table.text(row, condition);
    if (!file.empty())
      trial.file = table.text(row, file);
    if (!(trial.stop_ms > trial.start_ms))
      throw Error(fmt::format("The stimulus table {} has a trial from {} to {} ms in row {}; every stop must lie after "
                              "its start.",
                              name, trial.start_ms, trial.stop_ms, row + 1));
    double& before = last_stop.try_emplace(trial.file, 0.0).first->second;
    trial.gray_from_ms = gray.empty() ? std::min(before, trial.start_ms) : ms_per_unit * table.number(row, gray);
    if (!(trial.gray_from_ms <= trial.start_ms))
      throw Error(fmt::format("The stimulus table {} lets the gray screen of row {} begin at {} ms, after the stimulus "
                              "at {} ms; correct gray_start.",
                              name, row + 1, trial.gray_from_ms, trial.start_ms));
    before = trial.stop_ms;
    protocol.trials.push_back(std::move(trial));
  }
  if (protocol.trials.empty())
    throw Error(fmt::format("The stimulus table {} has no rows; give one row per trial.", name));
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
