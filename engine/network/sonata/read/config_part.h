// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/manifest.h"
#include "engine/network/sonata/read/problems.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace striate::sonata {

/// One config file while it is read: a simulation config, or a circuit config that it names.
struct ConfigPart {
  nlohmann::json json;
  std::filesystem::path file;
  Manifest manifest;
};

/// A section of a config and the file it stands in.
struct ConfigSection {
  const nlohmann::json* json = nullptr; ///< null when no part has it
  const ConfigPart* part = nullptr;
  explicit operator bool() const { return json != nullptr; }
};

/// The config and all that it names with "simulation" and "network", itself first and circuits last. Fails for a file
/// that cannot be read and for configs that name each other in a circle.
std::vector<ConfigPart> config_parts(nlohmann::json json, const std::filesystem::path& file, Problems& problems);

/// The section of the first part that has it; null counts as none. A warning when a later part has it, too. Fails
/// unless it is an object.
ConfigSection config_section(const std::vector<ConfigPart>& parts, const char* key, Problems& problems);

/// Values of an entry; `at` is where it stands, for messages. Each fails when the value is of another kind.
std::string config_text(const ConfigPart& part, const nlohmann::json& value, const std::string& at, Problems& problems);
/// true, false, "true", "False", 1, 0: `fallback` when the key is not there.
bool config_flag(const ConfigPart& part, const nlohmann::json& entry, const char* key, bool fallback,
                 const std::string& at, Problems& problems);
std::optional<double> config_number(const ConfigPart& part, const nlohmann::json& entry, const char* key,
                                    const std::string& at, Problems& problems);

/// Warns, in one sentence a file, of keys that neither SONATA nor BMTK has, with what was probably meant.
void check_config_keys(const std::vector<ConfigPart>& parts, Problems& problems);

} // namespace striate::sonata
