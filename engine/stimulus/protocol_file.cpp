// SPDX-License-Identifier: Apache-2.0
#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/core/json_text.h"
#include "engine/core/text_parts.h"
#include "engine/stimulus/protocol.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace striate {

namespace {

namespace fs = std::filesystem;

/// A movie's path counts from the folder of its table.
std::string from_folder(const fs::path& table, const std::string& key, const std::string& value) {
  if (key != "movie" || value.empty() || fs::path(value).is_absolute())
    return value;
  return (table.parent_path() / value).string();
}

/// start and duration, with or without their unit in the name.
bool is_time(const std::string& column, const char* name) {
  return column == name || column == std::string(name) + "_ms";
}

std::string parameter_key(const std::string& column) {
  return column == "kind" ? "stimulus" : column;
}

std::int64_t whole_ms(double ms, const std::string& place, const std::string& column) {
  if (!(std::abs(ms) <= 1e12) || ms != std::nearbyint(ms))
    throw Error(fmt::format("{}: {} is {:g}; it must be a whole number of ms.", place, column, ms));
  return static_cast<std::int64_t>(ms);
}

void require_times(bool start, bool duration, const std::string& place) {
  if (!start || !duration)
    throw Error(fmt::format("{} lacks \"{}\"; a protocol needs start and duration in ms for every stimulus.", place,
                            start ? "duration" : "start"));
}

/// An empty field, or a word for no value; but "none" is a value where a parameter has that choice.
bool keeps_setting(const std::string& key, const std::string& cell) {
  const Parameter* parameter = find_parameter(key);
  return cell.empty() || (no_value(cell) && (parameter == nullptr ||
                                             std::ranges::find(parameter->choices, cell) == parameter->choices.end()));
}

bool decimal_comma(const std::string& key, const std::string& cell) {
  const Parameter* parameter = find_parameter(key);
  return cell.find(',') != std::string::npos && parameter != nullptr &&
         (parameter->type == ParameterType::real || parameter->type == ParameterType::integer);
}

std::string number_text(const CsvTable& table, std::size_t row, const std::string& column) {
  return fmt::format("{}", table.number(row, column));
}

Protocol read_csv(const fs::path& file) {
  const CsvTable table = CsvTable::read(file);
  const auto& columns = table.columns();
  require_times(std::ranges::any_of(columns, [](const auto& c) { return is_time(c, "start"); }),
                std::ranges::any_of(columns, [](const auto& c) { return is_time(c, "duration"); }), file.string());
  Protocol protocol{file.string(), {}};
  for (std::size_t i = 0; i < table.rows(); ++i) {
    ProtocolRow row;
    const std::string place = fmt::format("{}, row {}", file.string(), i + 1);
    for (const std::string& column : columns) {
      if (column.empty()) // the index that pandas writes
        continue;
      const std::string& cell = table.text(i, column);
      const std::string key = parameter_key(column);
      if (is_time(column, "start"))
        row.start_ms = whole_ms(table.number(i, column), place, column);
      else if (is_time(column, "duration"))
        row.duration_ms = whole_ms(table.number(i, column), place, column);
      else if (!keeps_setting(key, cell))
        row.settings.emplace_back(
            key, from_folder(file, key, decimal_comma(key, cell) ? number_text(table, i, column) : cell));
    }
    protocol.rows.push_back(std::move(row));
  }
  return protocol;
}

Protocol read_json(const fs::path& file) {
  const std::string name = file.string();
  const nlohmann::json json = json_from_file(file, "a protocol");
  const nlohmann::json& rows = json.is_object() && json.contains("rows") ? json["rows"] : json;
  if (!rows.is_array())
    throw Error(fmt::format(
        "{} is not a protocol: it must be a list of objects with start, duration and stimulus parameters.", name));
  Protocol protocol{name, {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string place = fmt::format("{}, row {}", name, i + 1);
    if (!rows[i].is_object())
      throw Error(fmt::format("{}: must be an object with start, duration and stimulus parameters.", place));
    ProtocolRow row;
    bool start = false, duration = false;
    for (const auto& [column, value] : rows[i].items()) {
      if (value.is_null())
        continue;
      if (!value.is_string() && !value.is_number() && !value.is_boolean())
        throw Error(fmt::format("{}: the value {} of \"{}\" has the wrong type.", place, value.dump(), column));
      const bool is_start = is_time(column, "start"), is_duration = is_time(column, "duration");
      if (is_start || is_duration) {
        if (!value.is_number())
          throw Error(fmt::format("{}: \"{}\" must be a number of ms.", place, column));
        (is_start ? row.start_ms : row.duration_ms) = whole_ms(value.get<double>(), place, column);
        (is_start ? start : duration) = true;
        continue;
      }
      const std::string key = parameter_key(column);
      row.settings.emplace_back(key,
                                from_folder(file, key, value.is_string() ? value.get<std::string>() : value.dump()));
    }
    require_times(start, duration, place);
    protocol.rows.push_back(std::move(row));
  }
  return protocol;
}

} // namespace

std::string protocol_json(const Protocol& protocol) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const ProtocolRow& row : protocol.rows) {
    nlohmann::ordered_json object{{"start", row.start_ms}, {"duration", row.duration_ms}};
    for (const auto& [key, value] : row.settings)
      object[key] = key == "movie" && !value.empty() ? fs::absolute(value).string() : value;
    rows.push_back(std::move(object));
  }
  return rows.dump(1) + "\n";
}

Protocol read_protocol(const std::string& file) {
  Protocol protocol = lower_case(fs::path(file).extension().string()) == ".json" ? read_json(file) : read_csv(file);
  check(protocol);
  return protocol;
}

} // namespace striate
