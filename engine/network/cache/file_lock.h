// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"

#include <filesystem>

namespace striate {

/// An exclusive lock between processes (and between the threads of one): a file that is flock'ed while this lives. The
/// system frees it when its process ends, however that happens. The file itself stays.
class FileLock {
public:
  /// Waits until the lock is free, saying so on the task; throws TaskCancelled soon after a cancel, and Error when the
  /// lock's file cannot be made.
  FileLock(const std::filesystem::path& file, const std::string& what_is_waited_for, Task& task);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

private:
  int descriptor_ = -1;
};

} // namespace striate
