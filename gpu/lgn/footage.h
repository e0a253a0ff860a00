// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/host_device.h"
#include "gpu/lgn/frame.h"

namespace striate {

/// One line of one new picture a thread.
STRIATE_HOST_DEVICE inline void look_at_picture(const LookTask& task, const ThreadPlace& at) {
  const std::uint32_t k = at.global() / task.padded_lines, line = at.global() % task.padded_lines;
  if (k >= task.count)
    return;
  const LookTask::Picture& picture = task.pictures[k];
  const LgnWindows& windows = task.windows;
  float sum = picture.uniform;
  if (picture.pixels >= 0) {
    const std::int32_t first_x = windows.first_x[line], first_y = windows.first_y[line];
    const auto end = [](std::int32_t first, std::int32_t width, std::int32_t all) {
      return first + width < all ? width : all - first;
    };
    const std::int32_t width = end(first_x, windows.width_x[line], task.columns);
    const std::int32_t height = end(first_y, windows.width_y[line], task.rows);
    const float* weight_x = windows.weights_x + windows.offset_x[line];
    const float* weight_y = windows.weights_y + windows.offset_y[line];
    const float* pixels =
        task.pixels + (static_cast<std::int64_t>(picture.pixels) * task.rows + first_y) * task.columns;
    for (std::int32_t r = 0; r < height; ++r, pixels += task.columns) {
      float row = 0.0f;
      for (std::int32_t c = 0; c < width; ++c)
        row += weight_x[c] * pixels[first_x + c];
      sum += weight_y[r] * row;
    }
  }
  task.inputs[std::uint64_t{picture.frame} * task.padded_lines + line] = sum;
}

/// One line a thread.
STRIATE_HOST_DEVICE inline void absorb_changes(const MemoryTask& task, const ThreadPlace& at) {
  const std::uint32_t line = at.global();
  if (line >= task.padded_lines)
    return;
  float settled = task.settled[line];
  for (std::uint32_t k = 0; k < task.absorbed_count; ++k)
    settled += task.rows[std::uint64_t{task.absorbed[k]} * task.padded_lines + line];
  task.settled[line] = settled;
}

STRIATE_HOST_DEVICE inline std::uint32_t memory_threads(const MemoryTask& task) {
  return (task.frames + MemoryTask::frames_together - 1) / MemoryTask::frames_together * task.padded_lines;
}

/// One line and `frames_together` frames a thread.
STRIATE_HOST_DEVICE inline void remember_changes(const MemoryTask& task, const ThreadPlace& at) {
  constexpr int together = MemoryTask::frames_together;
  const std::uint32_t line = at.global() % task.padded_lines;
  const std::uint32_t first = at.global() / task.padded_lines * together;
  if (first >= task.frames)
    return;
  const LgnBlock block = task.blocks[line / lines_per_block];
  const std::uint32_t place = line % lines_per_block;
  float sums[together];
  for (float& sum : sums)
    sum = task.settled[line] * step_response(block, task.steps, block.last, place);
  for (std::uint32_t k = 0; k < task.count; ++k) {
    const MemoryTask::Change change = task.changes[k];
    const float row = task.rows[std::uint64_t{change.row} * task.padded_lines + line];
    const std::int32_t lag = change.age + static_cast<std::int32_t>(first);
    for (int i = 0; i < together; ++i)
      if (lag + i >= block.first)
        sums[i] += row * step_response(block, task.steps, lag + i, place);
  }
  for (std::uint32_t i = 0; i < together && first + i < task.frames; ++i)
    task.memory[std::uint64_t{first + i} * task.padded_lines + line] = sums[i];
}

} // namespace striate
