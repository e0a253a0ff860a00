// SPDX-License-Identifier: Apache-2.0
#include "engine/core/text_file.h"

#include "engine/core/errors.h"
#include "engine/core/replace_file.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace striate {

namespace {

namespace fs = std::filesystem;

/// 0 or the system's reason.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR)
      return errno;
    if (written > 0)
      text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

Error failed(const fs::path& file, int reason, std::size_t bytes) {
  return Error(
      fmt::format("{} could not be written ({}): check that its folder exists, is writable and has space for {} bytes.",
                  file.string(), std::generic_category().message(reason), bytes));
}

/// A file beside `target` that nobody else has; its name is short, so that long names have room for it.
int open_beside(const fs::path& target, fs::path& beside) {
  static std::atomic<unsigned> count{0};
  for (;;) {
    beside = target.parent_path() / fmt::format(".striate-{}-{}.new", getpid(), count++);
    const int descriptor = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST)
      return descriptor;
  }
}

void write_in_place(const fs::path& file, std::string_view text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  int reason = descriptor < 0 ? errno : write_all(descriptor, text);
  if (descriptor >= 0 && close(descriptor) != 0 && reason == 0)
    reason = errno;
  if (reason != 0)
    throw failed(file, reason, text.size());
}

} // namespace

void write_text_file(const fs::path& file, std::string_view text) {
  const fs::path target = behind_links(file);
  struct stat before {};
  const bool exists = stat(target.c_str(), &before) == 0;
  if (exists && S_ISDIR(before.st_mode))
    throw failed(file, EISDIR, text.size());
  if (exists && !S_ISREG(before.st_mode))
    return write_in_place(target, text);
  if (exists && access(target.c_str(), W_OK) != 0) // a file that was protected stays as it is
    throw failed(file, errno, text.size());
  fs::path beside;
  const int descriptor = open_beside(target, beside);
  if (descriptor < 0)
    throw failed(file, errno, text.size());
  int reason = write_all(descriptor, text);
  if (reason == 0 && exists && fchmod(descriptor, before.st_mode & 07777) != 0)
    reason = errno;
  if (close(descriptor) != 0 && reason == 0)
    reason = errno;
  if (reason != 0) {
    unlink(beside.c_str());
    throw failed(file, reason, text.size());
  }
  replace_file(beside, target);
}

} // namespace striate
