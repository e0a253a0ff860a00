// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/launch_shape.h"

namespace striate {

inline constexpr LaunchShape by_neuron{128}, by_line{128};

// The kernels of Device that are launched as they are. What each entry says: the member of Device that launches it, its
// task, the function of one thread, how its threads share the work, the pieces of work (a thread's or a group's; not
// used where the shape has blocks_per_core), and what the GPU does then, for an error. A new kernel is its function
// and its line here.
#define STRIATE_KERNELS(KERNEL)                                                                                        \
  KERNEL(update, UpdateTask, update_neuron, by_neuron, task.neurons, "updating neurons")                               \
  KERNEL(look, LookTask, look_at_picture, by_line, task.count* task.padded_lines, "sampling frames")                   \
  KERNEL(absorb, MemoryTask, absorb_changes, by_line, task.padded_lines, "filtering frames")                           \
  KERNEL(remember, MemoryTask, remember_changes, by_line, memory_threads(task), "filtering frames")

/// The member of the interface, of the emulation and of a GPU for an entry.
#define STRIATE_DECLARE_KERNEL(name, Task, kernel, shape, count, doing) virtual void name(const Task& task) = 0;

} // namespace striate
