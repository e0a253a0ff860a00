// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/problems.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>

namespace striate::sonata {

/// The names a config may use in its paths: $NAME or ${NAME}, and ${configdir}.
class Manifest {
public:
  Manifest(const nlohmann::json& config, std::filesystem::path file, Problems& problems);

  /// The path a text of the config means; relative ones start at the config's folder. Fails for an unknown name, a
  /// loop of names, a path of more than 4096 characters and one with a drive of Windows; backslashes of Windows become
  /// slashes unless such a file is there. `key` is where the text stands.
  std::filesystem::path path(const std::string& text, const std::string& key) const;
  /// The text with its names replaced; fails as path() does.
  std::string text(const std::string& text, const std::string& key) const;

private:
  struct Walk {
    std::set<std::string> open; ///< names being expanded: meeting one again is a loop
    int steps = 0;              ///< names that use others twice would double the work at every level
  };
  std::string expand(const std::string& text, const std::string& key, Walk& walk) const;

  std::filesystem::path file_;
  Problems& problems_;
  std::map<std::string, std::string> values_;
};

} // namespace striate::sonata
