// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/projection.h"
#include "gpu/tasks/training.h"

#include <cstdint>
#include <vector>

namespace striate {

/// The recurrent synapses as the backward pass on a GPU reads them: in the network's own order, each with the column
/// of J that it ends in.
///
/// A column is a (slot, delay, target) that occurs, and columns are numbered in this order, so that they ascend along
/// the row of a source. A source of one class meets columns of one slot only; columns of a slot are cut into blocks
/// that stay in the second-level cache, and rows into parts that end in one block. Parts of a round belong to different
/// sources and are in order of their block: launched together, they sweep over J.
struct ColumnLayout {
  /// The projection must fulfil check_network(); it may be empty.
  ColumnLayout(const Projection& projection, std::uint32_t neurons, std::uint32_t block_columns, ThreadPool& pool);

  std::uint32_t columns = 0;
  std::vector<std::uint32_t> column;       ///< [edge]
  std::vector<std::uint32_t> target_start; ///< [neuron + 1] into of_target
  std::vector<ColumnOfTarget> of_target;
  /// Round k has the k-th part of every source that has so many; the first round has every source.
  std::vector<std::vector<RowPart>> rounds;

private:
  std::vector<std::uint32_t> number_columns(const Projection& projection, std::uint32_t neurons, ThreadPool& pool);
  void cut_rows(const Projection& projection, std::uint32_t neurons, std::uint32_t block_columns);
};

} // namespace striate
