// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/target_blocks.h"

#include <algorithm>
#include <exception>
#include <mutex>

namespace striate {

void for_pieces(Workshop workshop, std::size_t count, ProgressSpan progress,
                const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  // The pool's work must not throw: whatever is thrown waits here until all threads are back.
  workshop.pool.run([&](int thread) {
    try {
      for (std::size_t piece = next++; piece < count; piece = next++) {
        if (stop || workshop.task.cancel_asked())
          return;
        work(piece);
        if (thread == 0)
          workshop.task.advance(progress.from + (progress.to - progress.from) * static_cast<double>(piece + 1) /
                                                    static_cast<double>(count));
      }
    } catch (...) {
      stop = true;
      const std::lock_guard lock(failure_mutex);
      if (!failure)
        failure = std::current_exception();
    }
  });
  if (failure)
    std::rethrow_exception(failure);
  workshop.task.advance(progress.to);
}

std::vector<TargetBlock> make_blocks(Workshop workshop, std::uint32_t targets, ProgressSpan progress,
                                     const std::function<void(std::uint32_t, std::uint32_t, TargetBlock&)>& fill) {
  std::vector<TargetBlock> blocks((targets + block_targets - 1) / block_targets);
  for_pieces(workshop, blocks.size(), progress, [&](std::size_t piece) {
    const auto first = static_cast<std::uint32_t>(piece) * block_targets;
    TargetBlock block;
    block.edges_per_target.reserve(block_targets);
    fill(first, std::min(first + block_targets, targets), block);
    blocks[piece] = std::move(block);
  });
  return blocks;
}

} // namespace striate
