// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/config_part.h"

#include "engine/network/sonata/read/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace striate::sonata {

namespace fs = std::filesystem;

namespace {

void add_parts(nlohmann::json json, const fs::path& file, std::vector<fs::path>& open, std::vector<ConfigPart>& parts,
               Problems& problems) {
  if (!json.is_object())
    problems.fail({file}, "not a SONATA config: it should be an object with \"networks\"");
  open.push_back(file.lexically_normal());
  Manifest manifest(json, file, problems);
  const std::size_t mine = parts.size();
  parts.push_back({std::move(json), file, std::move(manifest)});
  for (const char* key : {"simulation", "network"}) {
    const auto named = parts[mine].json.find(key);
    if (named == parts[mine].json.end() || named->is_null())
      continue;
    const fs::path other = parts[mine].manifest.path(config_text(parts[mine], *named, key, problems), key);
    if (std::ranges::find(open, other) != open.end())
      problems.fail({file, key}, fmt::format("names {}, which is this config or includes it", other.string()));
    add_parts(read_json(other, problems), other, open, parts, problems);
  }
  open.pop_back();
}

} // namespace

std::vector<ConfigPart> config_parts(nlohmann::json json, const fs::path& file, Problems& problems) {
  std::vector<ConfigPart> parts;
  std::vector<fs::path> open;
  add_parts(std::move(json), file, open, parts, problems);
  return parts;
}

ConfigSection config_section(const std::vector<ConfigPart>& parts, const char* key, Problems& problems) {
  ConfigSection section;
  for (const ConfigPart& part : parts) {
    const auto found = part.json.find(key);
    if (found == part.json.end() || found->is_null())
      continue;
    if (!found->is_object())
      problems.fail({part.file, key}, "not a JSON object");
    if (!section)
      section = {&*found, &part};
    else if (*section.json != *found)
      problems.warn({part.file, key}, fmt::format("is not used: {}, which names this file, also has this section",
                                                  section.part->file.string()));
  }
  return section;
}

std::string config_text(const ConfigPart& part, const nlohmann::json& value, const std::string& at,
                        Problems& problems) {
  if (!value.is_string())
    problems.fail({part.file, at}, "not a quoted string");
  return value.get<std::string>();
}

bool config_flag(const ConfigPart& part, const nlohmann::json& entry, const char* key, bool fallback,
                 const std::string& at, Problems& problems) {
  const auto value = entry.find(key);
  if (value == entry.end())
    return fallback;
  if (value->is_boolean())
    return value->get<bool>();
  if (value->is_number() && (value->get<double>() == 0.0 || value->get<double>() == 1.0))
    return value->get<double>() == 1.0;
  if (value->is_string()) {
    std::string word = part.manifest.text(value->get<std::string>(), at + "." + key);
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (word == "true" || word == "1")
      return true;
    if (word == "false" || word == "0")
      return false;
  }
  problems.fail({part.file, at + "." + key}, fmt::format("is {}; write true or false", value->dump()));
}

std::optional<double> config_number(const ConfigPart& part, const nlohmann::json& entry, const char* key,
                                    const std::string& at, Problems& problems) {
  const auto value = entry.find(key);
  if (value == entry.end() || value->is_null())
    return std::nullopt;
  if (!value->is_number() || !std::isfinite(value->get<double>()))
    problems.fail({part.file, at + "." + key}, "not a number");
  return value->get<double>();
}

} // namespace striate::sonata
