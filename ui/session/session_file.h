// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/parameters/parameter_set.h"

#include <QByteArray>

#include <filesystem>
#include <string>

namespace striate {

/// What a .striate file holds: {"format": "striate-session", "version": 1, "parameters": {...}, "layout": "<base64>",
/// "theme": "dark"}; an automatic copy also has "copy-of": "/home/me/a.striate". The engine reads the same file
/// (`striate simulate --session`) and ignores layout and theme.
struct SessionDocument {
  ParameterSet parameters;
  QByteArray layout; ///< of WindowLayout::state; empty: none
  std::string theme; ///< "dark", "light" or empty
  /// Of an automatic copy: the session file it is a copy of, absolute; empty: of a session that was never saved.
  std::string copy_of{};
};

/// Writes the whole file or leaves the old one. Throws Error naming the file.
void save_session(const std::filesystem::path& file, const SessionDocument& document);
/// Throws Error naming file, place and remedy: not JSON, another format, a newer version, an unknown key, a bad value.
SessionDocument load_session(const std::filesystem::path& file);

} // namespace striate
