// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/spike_table.h"

#include "engine/core/errors.h"
#include "engine/core/text_parts.h"
#include "engine/core/time_unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

SpikeTable::SpikeTable(const SpikeRequest& request, const Task& task) : path_(request.file), reader_(request.file) {
  read_remarks();
  if (reader_.has_header())
    titles_ = spike_titles(reader_.columns(), path_.string());
  else
    take_without_header();
  find_unit(request.ms_per_unit);
  find_population(request.population, task);
  reader_.rewind();
}

/// The # lines above a table of NEST: "NEST version: 3.6.0", "resolution: 0.1 ms". The length of the first lines also
/// tells about how many there are.
void SpikeTable::read_remarks() {
  constexpr std::uint64_t most_lines = 100;
  CsvLines lines(path_);
  std::uint64_t bytes = 0, count = 0;
  bool remarks = true;
  for (std::string_view line; count < most_lines && lines.next(line); ++count) {
    bytes += line.size() + 1;
    remarks = remarks && csv_comment(line);
    if (!remarks)
      continue;
    const std::string_view text = trimmed(line.substr(std::min(line.find_first_not_of("# \t"), line.size())));
    nest_ = nest_ || text.starts_with("NEST version") || text.starts_with("RecordingBackendASCII");
    const std::size_t colon = std::min(text.find_first_of(":="), text.size());
    const std::string_view key = trimmed(text.substr(0, colon));
    if (colon == text.size() || (key != "resolution" && key != "dt" && key != "time step"))
      continue;
    const std::string_view value = trimmed(text.substr(colon + 1));
    const std::size_t gap = std::min(value.find(' '), value.size());
    const auto step = csv_number(value.substr(0, gap), {});
    const auto unit = gap == value.size() ? std::optional(1.0) : milliseconds_per(value.substr(gap));
    if (step && unit && *step > 0.0)
      step_ms_ = *step * *unit;
  }
  std::error_code failure;
  const auto size = static_cast<double>(std::filesystem::file_size(path_, failure));
  if (!failure && bytes > 0)
    lines_ = size * static_cast<double>(count) / static_cast<double>(bytes);
}

void SpikeTable::take_without_header() {
  const std::string ending = path_.extension().string();
  if (!nest_ && ending != ".dat" && ending != ".gdf")
    throw Error(fmt::format("{} has no header line, so its columns are unknown; the first line must name the columns "
                            "timestamps (ms) and node_ids.",
                            path_.string()));
  std::size_t columns = reader_.field_count();
  if (columns > 2 && reader_.next() && reader_.field(columns - 1).empty()) // a tab ends every line
    --columns;
  if (columns == 3)
    throw Error(fmt::format("{} has three columns and no header line, perhaps NEST's sender, step and offset, but the "
                            "step length is unknown; record with time_in_steps off.",
                            path_.string()));
  if (columns != 2)
    throw Error(
        fmt::format("{} has {} columns and no header line; a spike file of NEST has two, sender and time in ms.",
                    path_.string(), columns));
  titles_.id = 0;
  titles_.time = 1;
  nest_ = true;
  notes_.push_back(fmt::format(
      "{} has no header line; its columns were read as sender and time in ms, as NEST writes them.", path_.string()));
}

void SpikeTable::find_unit(std::optional<double> given) {
  if (titles_.steps && !step_ms_)
    throw Error(
        fmt::format("{} gives times in NEST steps of unknown length; record with time_in_steps off.", path_.string()));
  if (given && titles_.ms_per_unit && *given != *titles_.ms_per_unit)
    throw Error(
        fmt::format("The column \"{}\" of {} names a unit other than the one given for its times; do not give a unit.",
                    reader_.columns()[titles_.time], path_.string()),
        Error::Kind::usage);
  ms_per_unit_ = titles_.steps ? *step_ms_ : titles_.ms_per_unit.value_or(given.value_or(1.0));
}

void SpikeTable::find_population(const PopulationChoice& choice, const Task& task) {
  constexpr std::uint64_t rows_between_checks = 65536;
  std::vector<std::string> names;
  if (titles_.population) {
    for (std::uint64_t row = 0; reader_.next(); ++row) {
      if (row % rows_between_checks == 0)
        task.check();
      const std::string_view name = reader_.field(*titles_.population);
      if (std::find(names.rbegin(), names.rend(), name) == names.rend())
        names.emplace_back(name);
    }
    if (names.empty()) // no rows
      return;
    std::sort(names.begin(), names.end());
  }
  population_ = choose_population(names, choice, path_.string(), notes_);
}

void SpikeTable::refuse(std::size_t column, const char* wanted) const {
  throw Error(
      fmt::format("Line {} of {}: \"{}\" is not {}.", reader_.line(), path_.string(), reader_.field(column), wanted));
}

double SpikeTable::number(std::size_t column, const char* wanted) {
  if (!csv_number(reader_.field(column), reader_.dialect()))
    refuse(column, wanted);
  return reader_.number(column);
}

void SpikeTable::add_spike() {
  const double time = number(titles_.time, "a time");
  const double node = number(titles_.id, "a whole number");
  if (!is_whole(node))
    refuse(titles_.id, "a whole number");
  const double offset_ms = titles_.offset ? number(*titles_.offset, "an offset in ms") : 0.0;
  time_ms.push_back(in_milliseconds(time, ms_per_unit_) - offset_ms);
  id.push_back(reader_.integer(titles_.id));
  line_of_.push_back(reader_.line());
}

bool SpikeTable::next() {
  time_ms.clear();
  id.clear();
  line_of_.clear();
  while (id.size() < piece && reader_.next())
    if (!titles_.population || reader_.field(*titles_.population) == population_)
      add_spike();
  return !id.empty();
}

void SpikeTable::rewind() {
  reader_.rewind();
}

std::string SpikeTable::place(std::size_t i, bool /*of_id*/) const {
  return fmt::format("Line {} of {}", line_of_[i], path_.string());
}

double SpikeTable::fraction() const {
  return lines_ > 0.0 ? std::min(0.99, static_cast<double>(reader_.line()) / lines_) : 0.0;
}

} // namespace striate
