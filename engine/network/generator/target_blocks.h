// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace striate {

/// Targets per block: the unit of work that threads take and the buffer they append to.
inline constexpr std::uint32_t block_targets = 256;

/// Edges of up to block_targets consecutive targets, target by target in ascending order.
struct TargetBlock {
  std::vector<std::uint32_t> edges_per_target;
  std::vector<std::uint32_t> source;
  std::vector<float> weight;
};

/// What a generator needs besides its own input.
struct Workshop {
  ThreadPool& pool;
  Task& task;
};

/// Share of the whole task that one stage reports as its progress.
struct ProgressSpan {
  double from = 0.0, to = 1.0;
};

/// Calls work(index) for 0..count-1 on all threads, handed out dynamically, and reports progress from the caller.
/// Throws TaskCancelled soon after a cancel (the pieces under way are finished) or the first exception of the work.
void for_pieces(Workshop workshop, std::size_t count, ProgressSpan progress,
                const std::function<void(std::size_t)>& work);

/// Makes all blocks of `targets` targets: fill(first, last, block) appends the edges of [first, last).
std::vector<TargetBlock> make_blocks(Workshop workshop, std::uint32_t targets, ProgressSpan progress,
                                     const std::function<void(std::uint32_t, std::uint32_t, TargetBlock&)>& fill);

} // namespace striate
