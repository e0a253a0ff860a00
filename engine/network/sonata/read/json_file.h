// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/problems.h"

#include <nlohmann/json.hpp>

namespace striate::sonata {

/// Reads a JSON file. Fails when it cannot be read, is larger than 64 MiB, or is not JSON as
/// parse_json_text() takes it.
nlohmann::json read_json(const std::filesystem::path& file, Problems& problems);
/// The same from text in memory.
nlohmann::json parse_json(const std::string& text, const std::filesystem::path& file, Problems& problems);

} // namespace striate::sonata
