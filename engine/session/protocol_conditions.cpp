// SPDX-License-Identifier: Apache-2.0
#include "engine/session/protocol_conditions.h"

#include "engine/core/distinct_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <set>
#include <string_view>

namespace striate {

namespace {

/// Columns of their own in the table of trials, and what is no part of the picture.
constexpr std::array<std::string_view, 5> kept_apart{"direction", "contrast", "spatial-frequency", "temporal-frequency",
                                                     "restart-phase"};

bool matters(const Parameter& parameter, const std::string& kind) {
  return parameter.kinds.empty() || std::ranges::find(parameter.kinds, kind) != parameter.kinds.end();
}

bool is_number(const Parameter& parameter) {
  return parameter.type == ParameterType::real || parameter.type == ParameterType::integer;
}

/// The values of all rows, of which those that differ by rounding only are one.
DistinctValues numbers_of(const Parameter& parameter, const std::vector<ParameterSet>& shown) {
  std::vector<double> numbers;
  if (is_number(parameter))
    for (const ParameterSet& row : shown)
      numbers.push_back(row.number(parameter.key));
  return parameter.wraps ? DistinctValues::of_directions(std::move(numbers))
                         : DistinctValues::of_numbers(std::move(numbers));
}

bool is_random(const ProtocolRow& row, const std::string& key) {
  return std::ranges::any_of(row.settings, [&](const auto& setting) {
    return setting.first == key && parameter(key).wraps && setting.second.starts_with("random");
  });
}

/// In full, so that different values stay different; movies as the user wrote them, from the folder of the table.
std::string value_of(const Parameter& parameter, const ParameterSet& shown, const Protocol& protocol,
                     const DistinctValues& numbers) {
  if (is_number(parameter))
    return fmt::format("{:.10g}", numbers(shown.number(parameter.key)));
  if (!parameter.path)
    return shown.formatted(parameter.key);
  const std::filesystem::path file = shown.text(parameter.key);
  return file.lexically_proximate(std::filesystem::path(protocol.name).parent_path()).string();
}

} // namespace

ProtocolConditions::ProtocolConditions(const Protocol& protocol, const ParameterSet& run)
    : words_(protocol.rows.size()) {
  std::vector<ParameterSet> shown;
  for (std::size_t row = 0; row < protocol.rows.size(); ++row)
    shown.push_back(parameters_of(protocol, row, run, 0, 0));
  for (const Parameter& one : parameter_table()) {
    if (!one.of_stimulus() || !one.live || std::ranges::find(kept_apart, one.key) != kept_apart.end())
      continue;
    std::vector<std::string> values(shown.size());
    std::set<std::string> different;
    const DistinctValues numbers = numbers_of(one, shown);
    for (std::size_t row = 0; row < shown.size(); ++row) {
      const std::string& kind = shown[row].choice("stimulus");
      if (kind == "gray" || !matters(one, kind) || is_random(protocol.rows[row], one.key))
        continue;
      values[row] = value_of(one, shown[row], protocol, numbers);
      different.insert(values[row]);
    }
    if (different.size() < 2)
      continue;
    for (std::size_t row = 0; row < values.size(); ++row)
      if (!values[row].empty())
        words_[row] += fmt::format("{}{}{}", words_[row].empty() ? "" : "; ",
                                   one.key == "stimulus" ? std::string() : one.key + " ", values[row]);
  }
}

TableTrial ProtocolConditions::trial(std::size_t row, const ParameterSet& shown) const {
  const std::string& kind = shown.choice("stimulus");
  const auto number = [&](const char* key, double otherwise) {
    return matters(parameter(key), kind) ? shown.number(key) : otherwise;
  };
  TableTrial trial;
  trial.direction_deg = kind == "gray" ? std::numeric_limits<double>::quiet_NaN() : number("direction", 0.0);
  trial.contrast = number("contrast", 1.0);
  trial.spatial_frequency = number("spatial-frequency", 0.0);
  trial.temporal_frequency = number("temporal-frequency", 0.0);
  trial.condition = words_[row];
  return trial;
}

} // namespace striate
