#include "engine/simulation/flush_denormals.h"
#include "gpu/cuda_between.h"
#include "gpu/cuda_footage.h"
#include "gpu/device.h"
#include "gpu/training_device.h"

#include <cstring>
#include <functional>
#include <new>
#include <utility>

namespace striate {

namespace {

// Other sizes than on a card, and odd ones, so that an index that only fits by chance is caught.
constexpr std::uint32_t threads = 7, delivery_blocks = 5;

template <typename Task, typename Kernel>
void launch(const Task& task, std::uint32_t blocks, Kernel kernel) {
  const FlushDenormals flush; // as the card does
  for (std::uint32_t block = 0; block < blocks; ++block)
    for (std::uint32_t thread = 0; thread < threads; ++thread)
      kernel(task, ThreadPlace{block, blocks, thread, threads});
}

std::uint32_t blocks_for(std::uint32_t count) {
  return (count + threads - 1) / threads;
}

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

  void look(const LookTask& task) override {
    launch(task, blocks_for(task.count * task.padded_lines), look_at_picture);
  }
  void remember(const MemoryTask& task) override {
    launch(task, blocks_for(task.padded_lines), absorb_changes);
    launch(task, blocks_for(memory_threads(task)), remember_changes);
  }
  void update(const UpdateTask& task) override { launch(task, blocks_for(task.neurons), update_neuron); }
  void between(const BetweenTask& task) override {
    BetweenTask odd = task;
    odd.recurrent_blocks = task.delivers_recurrent ? delivery_blocks : 0;
    odd.lgn_blocks = task.delivers_lgn ? delivery_blocks : 0;
    odd.frame_blocks = task.sees ? blocks_for(task.frame.units) : 0;
    odd.gather_blocks = blocks_for(task.gather.count);
    launch(odd, odd.recurrent_blocks + odd.lgn_blocks + odd.frame_blocks + odd.gather_blocks, between_steps);
  }
  TrainingDevice& training() override { return *training_; }

private:
  std::unique_ptr<TrainingDevice> training_ = make_emulated_training_device();
};

} // namespace

std::shared_ptr<Device> make_emulated_device() {
  return std::make_shared<EmulatedDevice>();
}

} // namespace striate
