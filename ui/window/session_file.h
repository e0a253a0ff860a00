#pragma once
#include "engine/parameters/parameter_set.h"

#include <QByteArray>

#include <filesystem>
#include <string>

namespace striate {

/// What a .striate file holds: {"format": "striate-session", "version": 1, "parameters": {...}, "layout": "<base64>",
/// "theme": "dark"}. The engine reads the same file (`striate simulate --session`) and ignores layout and theme.
struct SessionDocument {
  ParameterSet parameters;
  QByteArray layout; ///< of QMainWindow::saveState; empty: none
  std::string theme; ///< "dark", "light" or empty
};

/// Writes the whole file or leaves the old one. Throws Error naming the file.
void save_session(const std::filesystem::path& file, const SessionDocument& document);
/// Throws Error naming file, place and remedy: not JSON, another format, a newer version, an unknown key, a bad value.
SessionDocument load_session(const std::filesystem::path& file);

} // namespace striate
