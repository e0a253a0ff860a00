// SPDX-License-Identifier: Apache-2.0
#include "engine/network/cache/file_digest.h"

#include <algorithm>
#include <vector>
#include <xxhash.h>

namespace striate {

FileDigest digest_file(const PosixFile& file, std::uint64_t begin, Workshop workshop, ProgressSpan progress) {
  const std::uint64_t size = file.size();
  const std::uint64_t length = size > begin ? size - begin : 0;
  std::vector<std::uint64_t> hashes((length + piece_bytes - 1) / piece_bytes + 1);
  hashes.back() = length;
  for_pieces(workshop, hashes.size() - 1, progress, [&](std::size_t piece) {
    thread_local std::vector<std::byte> buffer;
    const std::uint64_t offset = begin + piece * piece_bytes;
    buffer.resize(std::min(piece_bytes, size - offset));
    file.read(offset, buffer);
    hashes[piece] = XXH3_64bits(buffer.data(), buffer.size());
  });
  const XXH128_hash_t all = XXH3_128bits(hashes.data(), hashes.size() * sizeof(std::uint64_t));
  return {all.low64, all.high64};
}

} // namespace striate
