// SPDX-License-Identifier: Apache-2.0
#include "gpu/basis4/between.h"
#include "gpu/device/device.h"
#include "gpu/device/emulated_launch.h"
#include "gpu/lgn/footage.h"
#include "gpu/nest/device.h"
#include "gpu/training/device.h"

#include <cstring>
#include <functional>
#include <new>
#include <utility>

namespace striate {

namespace {

class Repetition final : public LaunchSequence {
public:
  explicit Repetition(std::function<void()> launches) : launches_(std::move(launches)) {}
  void run() override { launches_(); }

private:
  std::function<void()> launches_;
};

class EmulatedDevice final : public Device {
public:
  DeviceInfo info() const override { return {"emulated device", 0, 0, 0, 0}; }
  void* allocate(std::size_t bytes) override { return ::operator new (bytes, std::align_val_t{256}); }
  void release(void* memory) noexcept override { ::operator delete (memory, std::align_val_t{256}); }
  void upload(void* to, const void* from, std::size_t bytes) override { std::memcpy(to, from, bytes); }
  void download(void* to, const void* from, std::size_t bytes) override { std::memcpy(to, from, bytes); }
  void zero(void* memory, std::size_t bytes) override { std::memset(memory, 0, bytes); }

  void copy(void* to, const void* from, std::size_t bytes) override { std::memcpy(to, from, bytes); }
  void* allocate_pinned(std::size_t bytes) override { return allocate(bytes); }
  void release_pinned(void* memory) noexcept override { release(memory); }
  void begin_download(void* pinned, const void* from, std::size_t bytes) override { std::memcpy(pinned, from, bytes); }
  void wait() override {}
  std::unique_ptr<LaunchSequence> record(const std::function<void()>& launches) override {
    return std::make_unique<Repetition>(launches);
  }
  std::shared_ptr<Device> sibling() override { return std::make_shared<EmulatedDevice>(); }

  STRIATE_KERNELS(STRIATE_EMULATE_KERNEL)
  void between(const BetweenTask& task) override {
    BetweenTask odd = task;
    odd.recurrent_blocks = task.delivers_recurrent ? emulated_delivery_blocks : 0;
    odd.lgn_blocks = task.delivers_lgn ? emulated_delivery_blocks : 0;
    odd.frame_blocks = task.sees ? emulated_blocks_for(task.frame.units) : 0;
    odd.gather_blocks = emulated_blocks_for(task.gather.count);
    emulate(odd, odd.recurrent_blocks + odd.lgn_blocks + odd.frame_blocks + odd.gather_blocks, between_steps);
  }
  TrainingDevice& training() override { return *training_; }
  NestDevice& nest() override { return *nest_; }

private:
  std::unique_ptr<TrainingDevice> training_ = make_emulated_training_device();
  std::unique_ptr<NestDevice> nest_ = make_emulated_nest_device();
};

} // namespace

std::shared_ptr<Device> make_emulated_device() {
  return std::make_shared<EmulatedDevice>();
}

} // namespace striate
