// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace striate::test {

/// A new, empty folder under the system's temporary one, removed with its contents. Every object has its own, so tests
/// that run at the same time, or of other users, never meet. Throws Error when none can be made.
class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "striate-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw Error("No temporary folder " + pattern + " can be made.");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};

} // namespace striate::test
