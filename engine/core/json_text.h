// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace striate {

/// The one reader of JSON: settings, sessions, presets, protocols, configurations, cell models, facts within other
/// files. It takes a byte order mark, and refuses what would overrun the stack or be read in two ways: nesting deeper
/// than 64 levels, more than 64 MiB, a key that stands twice in one object, numbers beyond a double. Threads: any.

/// The text as JSON; nothing where it is none, and `why` is what is wrong with it: "it stops being JSON at byte 12".
std::optional<nlohmann::json> parse_json_text(std::string_view text, std::string& why);

/// The same, with an Error "NAME is not WHAT: ...". name: the file; what: "a session".
nlohmann::json json_from_text(std::string_view text, const std::string& name, std::string_view what);
/// Reads a file. Throws the same Error, and one when the file cannot be read.
nlohmann::json json_from_file(const std::filesystem::path& file, std::string_view what);

} // namespace striate
