// SPDX-License-Identifier: Apache-2.0
#pragma once
// Launches on a GPU; for the sources that nvcc compiles.
#include "gpu/device/atomics.h"
#include "gpu/device/check.h"
#include "gpu/device/launch_shape.h"

#include <cstdint>
#include <cuda_runtime.h>

namespace striate {

/// Every kernel of the program: groups of threads in place of blocks where `group` is not 0.
template <auto kernel, typename Task, unsigned threads, unsigned group>
__global__ void __launch_bounds__(threads) run_kernel(__grid_constant__ const Task task) {
  if constexpr (group == 0) {
    kernel(task, {blockIdx.x, gridDim.x, threadIdx.x, blockDim.x});
  } else {
    constexpr unsigned groups = threads / group;
    kernel(task, {blockIdx.x * groups + threadIdx.x / group, gridDim.x * groups, threadIdx.x % group, group});
  }
}

/// Starts kernels on a stream of a GPU with so many multiprocessors; the stream must outlive it.
class Launcher {
public:
  Launcher(cudaStream_t stream, int multiprocessors)
      : stream_(stream), multiprocessors_(static_cast<unsigned>(multiprocessors)) {}

  cudaStream_t stream() const { return stream_; }

  /// count: pieces of work, see LaunchShape; nothing is started for none. Throws Error saying what the GPU was doing.
  template <auto kernel, unsigned threads, unsigned group, unsigned blocks_per_core, typename Task>
  void launch(const Task& task, std::uint64_t count, const char* doing) const {
    if (count == 0)
      return;
    constexpr unsigned per_block = group == 0 ? threads : threads / group;
    const unsigned blocks = blocks_per_core != 0 ? blocks_per_core * multiprocessors_
                                                 : static_cast<unsigned>((count + per_block - 1) / per_block);
    run_kernel<kernel, Task, threads, group><<<blocks, threads, 0, stream_>>>(task);
    check(cudaGetLastError(), doing);
  }

private:
  cudaStream_t stream_;
  unsigned multiprocessors_;
};

/// The member of a GPU's device for an entry of a list of kernels; `launcher_` is a Launcher.
#define STRIATE_LAUNCH_KERNEL(name, Task, kernel, shape, count, doing)                                                 \
  void name(const Task& task) override {                                                                               \
    launcher_.launch<&striate::kernel, shape.threads, shape.group, shape.blocks_per_core>(task, count, doing);         \
  }

} // namespace striate
