// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <filesystem>
#include <memory>
#include <string>

namespace striate {

/// A generated network as it lies in memory, in one HDF5 file: a dataset per array, uncompressed and contiguous, behind
/// a user block of 512 bytes with a digest of everything that follows. HDF5 opens the file only after the digest was
/// found right, so a damaged file is never interpreted.

/// Writes the file and returns when it is on the disk. Throws Error naming file and reason, TaskCancelled; the file is
/// then incomplete.
void write_network_file(const Network& network, const std::string& key, const std::filesystem::path& file,
                        ThreadPool& pool, Task& task);

/// Throws Error with the reason when the file is damaged, incomplete, of another version or holds another key.
std::shared_ptr<const Network> read_network_file(const std::filesystem::path& file, const std::string& key,
                                                 ThreadPool& pool, Task& task);

} // namespace striate
