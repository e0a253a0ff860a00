#pragma once
#include "gpu/kernel_tasks.h"

#include <cstddef>
#include <memory>
#include <string>

namespace striate {

/// What a graphics card is, as the user reads it.
struct DeviceInfo {
  std::string name;
  int major = 0, minor = 0; ///< compute capability
  std::size_t memory_bytes = 0, free_bytes = 0;
};

/// Memory and kernels of one graphics card, in order on one stream: what was launched before a download is done when
/// the download returns. Every function throws Error with the card's reason. One thread at a time.
class Device {
public:
  virtual ~Device() = default;
  virtual DeviceInfo info() const = 0;

  virtual void* allocate(std::size_t bytes) = 0;
  virtual void release(void* memory) noexcept = 0;
  virtual void upload(void* to, const void* from, std::size_t bytes) = 0;
  virtual void download(void* to, const void* from, std::size_t bytes) = 0;
  virtual void zero(void* memory, std::size_t bytes) = 0;

  virtual void deliver(const DeliverTask& task) = 0;
  virtual void update(const UpdateTask& task) = 0;
  virtual void gather(const GatherTask& task) = 0;
};

/// The first usable card. Throws Error saying why there is none: no driver, no card, a driver that is too old.
std::shared_ptr<Device> open_cuda_device();

/// Runs the same kernels on the CPU, block after block and thread after thread: for tests of their logic where there is
/// no card. Slow.
std::shared_ptr<Device> make_emulated_device();

} // namespace striate
