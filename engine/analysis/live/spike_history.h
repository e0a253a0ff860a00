// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Spikes of consecutive milliseconds, immutable: what the worker hands to the window.
struct SpikeBlock {
  std::int64_t first_ms = 0;
  std::vector<std::uint32_t> offset; ///< [steps + 1]: spikes of step first_ms + i are id[offset[i] .. offset[i+1])
  std::vector<std::uint32_t> id;     ///< ascending within a step

  std::int64_t steps() const { return offset.empty() ? 0 : static_cast<std::int64_t>(offset.size()) - 1; }
  std::int64_t end_ms() const { return first_ms + steps(); }
  /// Ids of the neurons that fired in step `ms`; none outside the block.
  std::span<const std::uint32_t> at(std::int64_t ms) const;
};

/// The retained past: a queue of blocks, oldest dropped beyond a time limit. Blocks are shared, never copied.
class SpikeHistory {
public:
  explicit SpikeHistory(std::int64_t keep_ms = 120'000) : keep_ms_(keep_ms) {}

  /// Appends; a block that does not continue the last one (after a reset) clears the history first. Blocks without
  /// steps are ignored.
  void append(std::shared_ptr<const SpikeBlock> block);
  void clear();

  bool empty() const { return blocks_.empty(); }
  std::int64_t first_ms() const { return blocks_.empty() ? 0 : blocks_.front()->first_ms; }
  std::int64_t end_ms() const { return blocks_.empty() ? 0 : blocks_.back()->end_ms(); }
  /// Grows with every clear: the same time may mean other spikes from then on.
  std::uint64_t generation() const { return generation_; }

  /// Calls visit(ms, ids) for each retained step in [from, to), in order.
  template <typename Visit>
  void for_each_step(std::int64_t from, std::int64_t to, Visit&& visit) const {
    const auto ends_before = [from](const auto& block) { return block->end_ms() <= from; };
    for (auto at = std::partition_point(blocks_.begin(), blocks_.end(), ends_before); at != blocks_.end(); ++at) {
      const SpikeBlock& block = **at;
      if (block.first_ms >= to)
        return;
      const std::int64_t end = std::min(to, block.end_ms());
      for (std::int64_t ms = std::max(from, block.first_ms); ms < end; ++ms)
        visit(ms, block.at(ms));
    }
  }

private:
  std::int64_t keep_ms_;
  std::uint64_t generation_ = 0;
  std::deque<std::shared_ptr<const SpikeBlock>> blocks_;
};

} // namespace striate
