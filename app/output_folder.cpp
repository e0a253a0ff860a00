// SPDX-License-Identifier: Apache-2.0
#include "app/output_folder.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate::app {

void prepare_output(const std::filesystem::path& folder, std::span<const std::filesystem::path> names, bool overwrite) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure)
    throw Error(fmt::format("The folder {} cannot be created ({}); choose a writable one with --out.", folder.string(),
                            failure.message()));
  if (overwrite)
    return;
  for (const std::filesystem::path& name : names)
    if (std::filesystem::exists(folder / name, failure))
      throw Error(fmt::format("{} already exists; give another folder with --out or add --overwrite.",
                              (folder / name).string()));
}

} // namespace striate::app
