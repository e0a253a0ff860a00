// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

namespace striate {

/// Path of a file the program ships (model tables, reference values, icons): first under $STRIATE_RESOURCES, then
/// beside the installed program (../share/striate), then in the source tree it was built from. Throws Error when it is
/// in none.
std::filesystem::path resource(const std::filesystem::path& relative);

/// Where settings and caches of this user live (XDG base directories), created when missing.
std::filesystem::path user_config_directory();
std::filesystem::path user_cache_directory();

} // namespace striate
