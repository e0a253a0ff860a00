// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/dataset.h"

namespace striate::sonata {

/// Reads whole chunks past the library's lock: their bytes come from HDF5 one after the other, inflating, unshuffling
/// and widening run on all threads of the pool.
class ChunkDecoder {
public:
  ChunkDecoder(const Dataset& column, ThreadPool& pool) : column_(column), pool_(pool) {}

  /// Whether the column is stored in a way this class knows (chunks of at most 64 MiB, gzip, shuffle, native numbers).
  static bool knows(const Dataset& column);

  /// Fills `out` with the rows from `first`, which begins a chunk. False when a chunk is not stored (fill values) or a
  /// filter was skipped: let HDF5 read the slab then. Fails when the bytes of a chunk are damaged.
  bool read(std::uint64_t first, std::span<std::uint64_t> out, Problems& problems);
  bool read(std::uint64_t first, std::span<double> out, Problems& problems);

private:
  template <typename Value>
  bool read_chunks(std::uint64_t first, std::span<Value> out, Problems& problems);
  bool fetch(std::uint64_t first, std::size_t chunks);

  const Dataset& column_;
  ThreadPool& pool_;
  std::vector<std::vector<unsigned char>> raw_; ///< one per chunk of the slab
};

} // namespace striate::sonata
