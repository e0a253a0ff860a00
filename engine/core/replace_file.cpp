// SPDX-License-Identifier: Apache-2.0
#include "engine/core/replace_file.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace striate {

namespace {

/// 0 or the system's reason.
int sync(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return errno;
  const int reason = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return reason;
}

} // namespace

void replace_file(const std::filesystem::path& beside, const std::filesystem::path& file) {
  std::error_code failure(sync(beside), std::generic_category());
  if (!failure)
    std::filesystem::rename(beside, file, failure);
  if (failure) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    throw Error(fmt::format("{} could not be written ({}).", file.string(), failure.message()));
  }
  const std::filesystem::path folder = file.parent_path();
  sync(folder.empty() ? std::filesystem::path(".") : folder); // not every file system can; the file itself is safe
}

std::filesystem::path behind_links(const std::filesystem::path& file) {
  constexpr int longest_chain = 40; // as the system's own limit
  std::filesystem::path path = file;
  std::error_code failure;
  for (int step = 0; step < longest_chain && std::filesystem::is_symlink(path, failure); ++step) {
    const std::filesystem::path next = std::filesystem::read_symlink(path, failure);
    if (failure)
      break;
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  if (std::filesystem::is_symlink(path, failure))
    throw Error(fmt::format("{} could not be written: its symbolic links form a loop.", file.string()));
  return path;
}

} // namespace striate
