// SPDX-License-Identifier: Apache-2.0
#include "engine/training/run/kept_checkpoint.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

namespace fs = std::filesystem;

namespace {

/// Beside it and not there yet, or there as the same file.
fs::path free_name(const fs::path& checkpoint, const std::string& stem) {
  std::error_code ignored;
  for (int n = 1;; ++n) {
    const fs::path file =
        checkpoint.parent_path() / (n == 1 ? fmt::format("{}.h5", stem) : fmt::format("{}_{}.h5", stem, n));
    if (!fs::exists(file) || fs::equivalent(file, checkpoint, ignored))
      return file;
  }
}

} // namespace

fs::path kept_checkpoint(const fs::path& checkpoint, const std::string& stem) {
  const fs::path kept = free_name(checkpoint, stem);
  if (fs::exists(kept))
    return kept;
  std::error_code failure;
  fs::create_hard_link(checkpoint, kept, failure);
  if (failure)
    fs::copy_file(checkpoint, kept, failure);
  if (failure)
    throw Error(fmt::format("{} cannot be kept as {} ({}); check the free space of its disk.", checkpoint.string(),
                            kept.string(), failure.message()));
  return kept;
}

} // namespace striate
