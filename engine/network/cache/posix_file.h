// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>

namespace striate {

/// A file that several threads read and write at given places. Every failure is an Error that names the file and gives
/// the system's reason.
class PosixFile {
public:
  enum class Mode { read, update };
  PosixFile(std::filesystem::path path, Mode mode);
  ~PosixFile();
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const;
  void read(std::uint64_t offset, std::span<std::byte> bytes) const;
  void write(std::uint64_t offset, std::span<const std::byte> bytes);
  /// Takes the disk space of the first `bytes` now, so that a full disk shows before the work; nothing where the file
  /// system does not know how.
  void reserve(std::uint64_t bytes);
  /// Returns when the contents are on the disk.
  void sync();

private:
  [[noreturn]] void fail(const char* action) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// Makes a rename inside the folder survive a power failure; does nothing where that is not possible.
void sync_folder(const std::filesystem::path& folder);

} // namespace striate
