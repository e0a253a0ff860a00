// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace striate::app {

/// A new folder below another, for the files of a benchmark, that disappears with them. Throws Error when it cannot be
/// made.
class ScratchFolder {
public:
  explicit ScratchFolder(const std::filesystem::path& below) {
    std::error_code ignored; // the next line says what is wrong
    std::filesystem::create_directories(below, ignored);
    std::string pattern = (below / "striate-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw Error(fmt::format("{} takes no folder for the files of the benchmark.", below.string()));
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace striate::app
