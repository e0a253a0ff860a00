// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// How the threads of a launch share the work of a kernel. A list of kernels (gpu/device/kernels.h and its like) names
/// one for each, for the GPU and for the emulation.
struct LaunchShape {
  unsigned threads = 128; ///< of a block on a GPU
  /// Threads that take one piece of work together, as one block of the kernel; 0: each thread takes its own.
  unsigned group = 0;
  /// Not 0: so many blocks a multiprocessor, whatever there is to do; and in the emulation, all in all.
  unsigned blocks_per_core = 0;
  std::uint32_t emulated_blocks = 0;
};

} // namespace striate
