// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/posix_file.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace striate {

PosixFile::PosixFile(std::filesystem::path path, Mode mode) : path_(std::move(path)) {
  descriptor_ = open(path_.c_str(), (mode == Mode::read ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  if (descriptor_ < 0)
    fail("opened");
}

PosixFile::~PosixFile() {
  close(descriptor_);
}

void PosixFile::fail(const char* action) const {
  throw Error(fmt::format("{} could not be {}: {}.", path_.string(), action, std::strerror(errno)));
}

std::uint64_t PosixFile::size() const {
  struct stat facts {};
  if (fstat(descriptor_, &facts) != 0)
    fail("examined");
  return static_cast<std::uint64_t>(facts.st_size);
}

void PosixFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t done = pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      fail("read");
    if (done == 0)
      throw Error(fmt::format("{} is truncated at byte {}.", path_.string(), offset));
    offset += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

void PosixFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      fail("written");
    offset += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

void PosixFile::reserve(std::uint64_t bytes) {
  if (fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)) != 0 && errno != EOPNOTSUPP && errno != ENOSYS)
    fail("written");
}

void PosixFile::sync() {
  if (fsync(descriptor_) != 0)
    fail("written");
}

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  fsync(descriptor);
  close(descriptor);
}

} // namespace striate
