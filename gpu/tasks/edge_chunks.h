// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// A part of a run (engine/network/projection.h) that one block of threads delivers. Rows differ by a factor of a
/// hundred in length; chunks are alike, so a queue of chunks keeps all blocks busy.
struct EdgeChunk {
  static constexpr std::uint32_t most_edges = 256;
  std::uint64_t begin = 0; ///< index of the first edge
  std::uint32_t source = 0;
  std::uint16_t edges = 0;
  std::uint8_t delay = 0, slot = 0; ///< as EdgeRun
};

/// A projection in chunks. Its edges stay as the network has them.
struct ProjectionArrays {
  const std::uint32_t* row_chunk = nullptr; ///< [source + 1] first chunk of each source
  const EdgeChunk* chunks = nullptr;
  const std::uint32_t* target = nullptr;
  const float* weight = nullptr;
};

/// The chunks of the sources that fired, in any order.
struct ChunkQueue {
  const std::uint32_t* row_chunk = nullptr; ///< of the projection; null: it has no sources
  std::uint32_t* chunks = nullptr;
  std::uint32_t* count = nullptr;
};

} // namespace striate
