// SPDX-License-Identifier: Apache-2.0
#include "engine/core/resources.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace striate {

namespace fs = std::filesystem;

fs::path resource(const fs::path& relative) {
  std::error_code ignored;
  std::array<fs::path, 3> roots;
  if (const char* given = std::getenv("STRIATE_RESOURCES"))
    roots[0] = given;
  roots[1] = fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "share" / "striate";
  roots[2] = STRIATE_SOURCE_RESOURCES;
  for (const fs::path& root : roots)
    if (!root.empty() && fs::exists(root / relative, ignored))
      return root / relative;
  throw Error(fmt::format("The resource file {} was not found in any resource folder; reinstall Striate or set "
                          "STRIATE_RESOURCES to the folder \"resources\".",
                          relative.string()));
}

namespace {

fs::path user_directory(const char* variable, const char* below_home) {
  fs::path base;
  if (const char* given = std::getenv(variable); given && *given)
    base = given;
  else if (const char* home = std::getenv("HOME"); home && *home)
    base = fs::path(home) / below_home;
  else
    base = fs::temp_directory_path();
  fs::path directory = base / "striate";
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (failure)
    throw Error(fmt::format("The folder {} cannot be created ({}); set {} to a writable folder.", directory.string(),
                            failure.message(), variable));
  return directory;
}

} // namespace

fs::path user_config_directory() {
  return user_directory("XDG_CONFIG_HOME", ".config");
}
fs::path user_cache_directory() {
  return user_directory("XDG_CACHE_HOME", ".cache");
}

} // namespace striate
