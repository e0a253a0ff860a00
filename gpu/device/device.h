// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/kernels.h"
#include "gpu/tasks/basis4.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace striate {

class NestDevice;
class TrainingDevice;

/// What a GPU is, as the user reads it.
struct DeviceInfo {
  std::string name;
  int major = 0, minor = 0; ///< compute capability
  std::size_t memory_bytes = 0, free_bytes = 0;
};

/// Launches that were recorded once and are cheap to repeat. May not outlive its device.
class LaunchSequence {
public:
  virtual ~LaunchSequence() = default;
  virtual void run() = 0; ///< as if all of them were launched now
};

/// Memory and kernels of one GPU, in order on one stream: what was launched before a download is done when
/// the download returns. Every function throws Error with the GPU's reason. One thread at a time.
class Device {
public:
  virtual ~Device() = default;
  virtual DeviceInfo info() const = 0;

  virtual void* allocate(std::size_t bytes) = 0;
  virtual void release(void* memory) noexcept = 0;
  virtual void upload(void* to, const void* from, std::size_t bytes) = 0;
  virtual void download(void* to, const void* from, std::size_t bytes) = 0;
  virtual void zero(void* memory, std::size_t bytes) = 0;
  virtual void copy(void* to, const void* from, std::size_t bytes) = 0; ///< within the device

  /// Memory of the host that the device writes by itself.
  virtual void* allocate_pinned(std::size_t bytes) = 0;
  virtual void release_pinned(void* memory) noexcept = 0;
  /// Begins a download into pinned memory; the values are there after wait().
  virtual void begin_download(void* pinned, const void* from, std::size_t bytes) = 0;
  virtual void wait() = 0;

  /// Records what `launches` launches and clears; it must not upload, download or ask for memory. Nothing is run.
  virtual std::unique_ptr<LaunchSequence> record(const std::function<void()>& launches) = 0;
  /// The same GPU with a stream of its own: for another trial.
  virtual std::shared_ptr<Device> sibling() = 0;

  STRIATE_KERNELS(STRIATE_DECLARE_KERNEL)
  virtual void between(const BetweenTask& task) = 0; ///< fills in the blocks of the task

  virtual TrainingDevice& training() = 0; ///< the kernels of the training (gpu/training/device.h)
  virtual NestDevice& nest() = 0;         ///< of the dynamics `nest` (gpu/nest/device.h)
};

/// The first usable GPU. Throws Error saying why there is none: no driver, no GPU, a driver that is too old.
std::shared_ptr<Device> open_cuda_device();

/// Runs the same kernels on the CPU, block after block and thread after thread: for tests of their logic where there is
/// no GPU. Slow.
std::shared_ptr<Device> make_emulated_device();

} // namespace striate
