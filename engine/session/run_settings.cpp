// SPDX-License-Identifier: Apache-2.0
#include "engine/session/run_settings.h"

#include "engine/core/errors.h"
#include "engine/core/json_text.h"
#include "engine/core/number_text.h"
#include "engine/core/version.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace striate {

namespace {

constexpr int settings_version = 1;

nlohmann::json edit_json(const Edit& edit, const ParameterSet& before) {
  const nlohmann::json all = to_json(edit.parameters);
  nlohmann::json changed = nlohmann::json::object();
  for (const std::string& key : edit.parameters.differences(before))
    changed[key] = all[key];
  return {{"at_ms", edit.at_ms}, {"set", std::move(changed)}};
}

ParameterSet with_changes(const ParameterSet& before, const nlohmann::json& changes, const std::string& place) {
  nlohmann::json all = to_json(before);
  for (const auto& [key, value] : changes.items())
    all[key] = value;
  return parameters_from_json(all, place);
}

RunSettings settings_from(const nlohmann::json& json, const std::string& name) {
  const auto format = json.is_object() ? json.value("format", nlohmann::json()) : nlohmann::json();
  if (format != "striate-settings" && format != "striate-session")
    throw Error(fmt::format("{} is not a Striate session: \"format\" is missing or unknown.", name));
  const auto& number = json.value("version", nlohmann::json());
  if (!number.is_number_integer() || number.get<int>() < 1)
    throw Error(fmt::format("{}: \"version\" is missing or damaged.", name));
  if (number.get<int>() > settings_version)
    throw Error(fmt::format("{} was written by a newer Striate (session version {}, this one reads up to {}); update "
                            "Striate to open it.",
                            name, number.get<int>(), settings_version));
  if (!json.contains("parameters"))
    throw Error(fmt::format("{} lacks \"parameters\"; restore it from a copy.", name));
  RunSettings settings;
  settings.parameters = parameters_from_json(json["parameters"], name);
  const auto edits = json.value("edits", nlohmann::json::array());
  if (!edits.is_array())
    throw Error(fmt::format("{}: \"edits\" must be a list.", name));
  const ParameterSet* before = &settings.parameters;
  settings.edits.reserve(edits.size());
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const std::string place = fmt::format("{}, edit {}", name, i + 1);
    const auto& entry = edits[i];
    if (!entry.is_object() || !entry.contains("at_ms") || !entry["at_ms"].is_number_integer() ||
        !entry.contains("set") || !entry["set"].is_object())
      throw Error(fmt::format("{}: needs a whole number \"at_ms\" and an object \"set\".", place));
    Edit edit{entry["at_ms"].get<std::int64_t>(), with_changes(*before, entry["set"], place)};
    if (edit.at_ms < 0 || (!settings.edits.empty() && edit.at_ms < settings.edits.back().at_ms))
      throw Error(fmt::format("{}: at_ms {} is negative or before the previous edit; put edits in time order.", place,
                              edit.at_ms));
    settings.edits.push_back(std::move(edit));
    before = &settings.edits.back().parameters;
  }
  return settings;
}

} // namespace

nlohmann::json to_json(const RunSettings& settings) {
  nlohmann::json edits = nlohmann::json::array();
  const ParameterSet* before = &settings.parameters;
  for (const Edit& edit : settings.edits) {
    edits.push_back(edit_json(edit, *before));
    before = &edit.parameters;
  }
  return {{"format", "striate-settings"},
          {"version", settings_version},
          {"program", fmt::format("Striate {}", version)},
          {"parameters", to_json(settings.parameters)},
          {"edits", std::move(edits)}};
}

std::string settings_text(const Session& session) {
  return to_json(RunSettings{session.start_parameters(), session.edits()}).dump(2) + "\n";
}

RunSettings read_run_settings(const std::filesystem::path& file) {
  return settings_from(json_from_file(file, "a session"), file.string());
}

RunSettings run_settings_from_text(const std::string& text, const std::string& name) {
  return settings_from(json_from_text(text, name, "a session"), name);
}

Edit parse_edit(const std::string& text, const ParameterSet& before) {
  const auto wrong = [&](const std::string& why) {
    return Error(
        fmt::format("Invalid edit \"{}\": {}; write MILLISECOND:KEY=VALUE[,KEY=VALUE], for example 1000:direction=90.",
                    text, why),
        Error::Kind::usage);
  };
  const std::size_t colon = text.find(':');
  const auto at_ms = parse_whole<std::int64_t>(std::string_view(text).substr(0, colon));
  if (colon == std::string::npos || !at_ms || *at_ms < 0)
    throw wrong("it does not begin with a time in whole ms and a colon");
  Edit edit{*at_ms, before};
  for (std::size_t begin = colon + 1; begin <= text.size();) {
    std::size_t comma = std::min(text.find(',', begin), text.size());
    // Values that are lists have commas of their own: what follows one without "=" belongs to the value.
    while (comma < text.size() && text.find('=', comma) > text.find(',', comma + 1))
      comma = std::min(text.find(',', comma + 1), text.size());
    if (comma < text.size() && text.find('=', comma) == std::string::npos)
      comma = text.size();
    const std::string assignment = text.substr(begin, comma - begin);
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
      throw wrong(fmt::format("\"{}\" has no \"=\"", assignment));
    edit.parameters.set_text(assignment.substr(0, equals), assignment.substr(equals + 1));
    begin = comma + 1;
  }
  return edit;
}

} // namespace striate
