// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/file_lock.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace striate {

FileLock::FileLock(const std::filesystem::path& file, const std::string& what_is_waited_for, Task& task) {
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  bool told = false;
  while (descriptor_ >= 0 && flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      close(descriptor_);
      descriptor_ = -1;
      break;
    }
    if (!told)
      task.set_step(what_is_waited_for);
    told = true;
    if (task.cancel_asked()) {
      close(descriptor_);
      throw TaskCancelled{};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  if (descriptor_ < 0)
    throw Error(fmt::format("{} could not be locked: {}.", file.string(), std::strerror(errno)));
}

FileLock::~FileLock() {
  close(descriptor_);
}

} // namespace striate
