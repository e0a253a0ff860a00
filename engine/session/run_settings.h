// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/session/session.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// Everything that makes a run reproducible: start parameters and the edits made while it ran. The JSON form travels
/// with every recording and figure ("settings.json") and can be given back to `striate simulate --session`.
struct RunSettings {
  ParameterSet parameters;
  std::vector<Edit> edits;
};

/// {"format": "striate-settings", "version": 1, "program": "Striate 0.1.0", "parameters": {...},
///  "edits": [{"at_ms": 1200, "set": {"direction": 90.0}}]}
nlohmann::json to_json(const RunSettings& settings);
std::string settings_text(const Session& session);

/// Reads settings.json or a .striate session. Throws Error naming file, place and remedy: not JSON, another format, a
/// newer version, an unknown key, a value out of range, edits out of order.
RunSettings read_run_settings(const std::filesystem::path& file);
/// The same from JSON text; name: where it came from, for messages.
RunSettings run_settings_from_text(const std::string& text, const std::string& name);

/// "1200:direction=90,contrast=0.4" applied to `before`. Throws a usage Error.
Edit parse_edit(const std::string& text, const ParameterSet& before);

} // namespace striate
