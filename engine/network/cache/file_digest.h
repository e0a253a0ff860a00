// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/cache/posix_file.h"
#include "engine/network/generator/target_blocks.h"

#include <cstdint>

namespace striate {

/// Size of the pieces in which cache files are hashed, read and written by all threads.
inline constexpr std::uint64_t piece_bytes = std::uint64_t{4} << 20;

struct FileDigest {
  std::uint64_t low = 0, high = 0;
  bool operator==(const FileDigest&) const = default;
};

/// XXH3 (128 bits) of the hashes of all pieces from `begin` to the end of the file. Throws Error, TaskCancelled.
FileDigest digest_file(const PosixFile& file, std::uint64_t begin, Workshop workshop, ProgressSpan progress);

} // namespace striate
