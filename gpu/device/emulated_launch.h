// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/flush_denormals.h"
#include "gpu/device/atomics.h"
#include "gpu/device/launch_shape.h"

#include <cstdint>

namespace striate {

// Other sizes than on a GPU, and odd ones, so that an index that only fits by chance is caught.
inline constexpr std::uint32_t emulated_threads = 7, emulated_delivery_blocks = 5;

/// Runs a kernel block after block and thread after thread.
template <typename Task, typename Kernel>
void emulate(const Task& task, std::uint32_t blocks, Kernel kernel) {
  const FlushDenormals flush; // as the GPU does
  for (std::uint32_t block = 0; block < blocks; ++block)
    for (std::uint32_t thread = 0; thread < emulated_threads; ++thread)
      kernel(task, ThreadPlace{block, blocks, thread, emulated_threads});
}

inline std::uint32_t emulated_blocks_for(std::uint64_t count) {
  return static_cast<std::uint32_t>((count + emulated_threads - 1) / emulated_threads);
}

/// The same of an entry of a list of kernels.
template <typename Task, typename Kernel>
void emulate(const LaunchShape& shape, const Task& task, std::uint64_t count, Kernel kernel) {
  if (shape.blocks_per_core != 0)
    emulate(task, shape.emulated_blocks, kernel);
  else
    emulate(task, shape.group != 0 ? static_cast<std::uint32_t>(count) : emulated_blocks_for(count), kernel);
}

#define STRIATE_EMULATE_KERNEL(name, Task, kernel, shape, count, doing)                                                \
  void name(const Task& task) override {                                                                               \
    emulate(shape, task, count, striate::kernel);                                                                      \
  }

} // namespace striate
