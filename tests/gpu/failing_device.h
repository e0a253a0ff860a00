// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "gpu/device/device.h"

#include <memory>
#include <utility>

namespace striate::test {

/// The emulated device until it fails, as a card that falls off the bus: from then on everything throws.
class FailingDevice final : public Device {
public:
  explicit FailingDevice(int updates_left) : updates_left_(updates_left) {}

  DeviceInfo info() const override { return {"failing device", 0, 0, 1, 1}; }
  void* allocate(std::size_t bytes) override { return alive().allocate(bytes); }
  void release(void* memory) noexcept override { real_->release(memory); }
  void upload(void* to, const void* from, std::size_t bytes) override { alive().upload(to, from, bytes); }
  void download(void* to, const void* from, std::size_t bytes) override { alive().download(to, from, bytes); }
  void zero(void* memory, std::size_t bytes) override { alive().zero(memory, bytes); }
  void copy(void* to, const void* from, std::size_t bytes) override { alive().copy(to, from, bytes); }
  void* allocate_pinned(std::size_t bytes) override { return alive().allocate_pinned(bytes); }
  void release_pinned(void* memory) noexcept override { real_->release_pinned(memory); }
  void begin_download(void* pinned, const void* from, std::size_t bytes) override {
    alive().begin_download(pinned, from, bytes);
  }
  void wait() override { alive().wait(); }
  std::unique_ptr<LaunchSequence> record(const std::function<void()>& launches) override {
    return alive().record(launches);
  }
  std::shared_ptr<Device> sibling() override { return alive().sibling(); }
  void update(const UpdateTask& task) override {
    --updates_left_;
    alive().update(task);
  }
  void between(const BetweenTask& task) override { alive().between(task); }
  void look(const LookTask& task) override { alive().look(task); }
  void absorb(const MemoryTask& task) override { alive().absorb(task); }
  void remember(const MemoryTask& task) override { alive().remember(task); }
  TrainingDevice& training() override { return alive().training(); }
  NestDevice& nest() override {
    --updates_left_; // each launch of it
    return alive().nest();
  }

private:
  Device& alive() {
    if (updates_left_ < 0)
      throw Error("The GPU failed while computing: it is gone.", Error::Kind::device);
    return *real_;
  }

  std::shared_ptr<Device> real_ = make_emulated_device();
  int updates_left_;
};

} // namespace striate::test
