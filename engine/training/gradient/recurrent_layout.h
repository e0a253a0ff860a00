// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/projection.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// The recurrent synapses in the order in which the backward pass reads them: 6 bytes an edge.
///
/// A column is a (slot, target, delay) that occurs; synapses of one column share J. Columns are sorted and cut into
/// blocks whose J fits the second-level cache. Sources are cut into chunks; a chunk visits block after block, and
/// within a block source after source, so that memory is read in one stream while J stays close by.
class RecurrentLayout {
public:
  static constexpr std::uint32_t most_columns = 65536; ///< of a block

  struct Column {
    std::uint32_t target = 0;
    std::uint8_t slot = 0, delay = 0;
  };
  struct Block {
    std::uint32_t first_column = 0, end_column = 0;
  };
  /// A block that edges of a chunk end in.
  struct Visit {
    std::size_t block = 0;
    std::size_t segments = 0; ///< where the starts of its segments begin
  };
  struct Chunk {
    std::uint32_t first_source = 0, end_source = 0;
    std::vector<Visit> visits;
  };
  /// Edges of one source that end in one block; index counts columns from the block's first.
  struct Segment {
    const std::uint16_t* index = nullptr;
    const float* weight = nullptr;
    std::uint64_t first = 0, count = 0; ///< place in the layout's order
  };

  /// The projection must outlive it and fulfil check_network(). block_columns: wanted size of a block.
  RecurrentLayout(const Projection& projection, std::uint32_t block_columns, ThreadPool& pool);

  std::span<const Column> columns() const { return columns_; }
  std::span<const Block> blocks() const { return blocks_; }
  std::span<const Chunk> chunks() const { return chunks_; }
  Segment segment(const Chunk& chunk, const Visit& visit, std::uint32_t source) const {
    const std::size_t k = visit.segments + (source - chunk.first_source);
    return {index_.data() + starts_[k], weight_.data() + starts_[k], starts_[k], starts_[k + 1] - starts_[k]};
  }

  /// Takes over weights given in the projection's order.
  void set_weights(std::span<const float> weight, ThreadPool& pool);
  /// From the layout's order to the projection's.
  template <typename Real>
  void restore_order(std::span<const Real> from, std::span<Real> to, ThreadPool& pool) const;

private:
  std::vector<std::uint32_t> number_columns(ThreadPool& pool);
  void cut_blocks(std::uint32_t block_columns);
  void cut_chunks();
  /// Calls work(place, edge, count, run) for the stretches of a chunk that are contiguous in both orders.
  template <typename Work>
  void for_stretches(const Chunk& chunk, Work&& work) const;
  std::uint64_t cut(std::size_t run, std::size_t block) const;

  const Projection& projection_;
  std::vector<Column> columns_;
  std::vector<Block> blocks_;
  std::vector<Chunk> chunks_;
  std::vector<std::uint64_t> starts_;
  std::vector<std::uint16_t> index_;
  std::vector<float> weight_;
};

extern template void RecurrentLayout::restore_order<float>(std::span<const float>, std::span<float>, ThreadPool&) const;
extern template void RecurrentLayout::restore_order<double>(std::span<const double>, std::span<double>,
                                                            ThreadPool&) const;

} // namespace striate
