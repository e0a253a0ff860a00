// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/projection.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate::sonata {

/// Rows of an edges file, in its order.
struct EdgeRows {
  std::vector<std::uint32_t> source, target;
  std::vector<double> weight;
  std::vector<double> delay; ///< ms

  std::size_t size() const { return source.size(); }
  void resize(std::size_t rows);
  void drop_front(std::size_t rows);
};

/// Walks a projection, which is stored by source, by target and inside a target by source, without a sorted copy: one
/// cursor per run and a counting sort per slab of targets.
class RowsByTarget {
public:
  /// unit_weight: weight of one synapse per target, pA; an edge of k such synapses becomes k equal rows that sum to its
  /// weight. Empty: one row per edge. Both must outlive this.
  RowsByTarget(const Projection& projection, std::span<const double> unit_weight);

  std::uint64_t rows() const { return row_start_.back(); }
  /// Rows of target t: [row_start()[t], row_start()[t + 1]).
  const std::vector<std::uint64_t>& row_start() const { return row_start_; }
  /// Rows that edge number `edge` of the projection becomes.
  std::uint32_t multiplicity(std::uint64_t edge) const;

  /// Appends the rows of the next targets, at least `rows` of them while there are so many.
  void append(std::uint64_t rows, EdgeRows& to);

private:
  const Projection& projection_;
  std::span<const double> unit_weight_;
  std::vector<std::uint64_t> row_start_;
  std::vector<std::uint64_t> cursor_; ///< per run: its next edge
  std::uint32_t next_target_ = 0;
};

} // namespace striate::sonata
