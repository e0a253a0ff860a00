// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/emulated_launch.h"
#include "gpu/training/adjoint_kernels.h"
#include "gpu/training/device.h"
#include "gpu/training/distribution.h"
#include "gpu/training/forward_kernels.h"
#include "gpu/training/optimizer_kernels.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

namespace striate {

namespace {

constexpr std::uint32_t threads = emulated_threads;
/// Lanes that a thread of a group sums: enough for all trials.
constexpr int lanes_of_thread =
    (window_lanes * max_gpu_trials + static_cast<int>(threads) - 1) / static_cast<int>(threads);

class EmulatedTraining final : public TrainingDevice {
public:
  STRIATE_TRAINING_KERNELS(STRIATE_EMULATE_KERNEL)
  void rows(const RowsTask& task) override { emulate(task, task.part_count, adjoint_row<lanes_of_thread>); }
  void sort(SortTask& task) override {
    std::vector<std::uint64_t> order(task.count);
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    const std::uint64_t mask = task.bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << task.bits) - 1;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint64_t a, std::uint64_t b) { return (task.keys[a] & mask) < (task.keys[b] & mask); });
    for (std::size_t k = 0; k < order.size(); ++k) {
      task.other_keys[k] = task.keys[order[k]];
      task.other_values[k] = task.values[order[k]];
    }
    std::swap(task.keys, task.other_keys);
    std::swap(task.values, task.other_values);
  }
  void mark() override { marks_.push_back(Clock::now()); }
  std::vector<double> laps() override {
    std::vector<double> laps;
    for (std::size_t k = 1; k < marks_.size(); ++k)
      laps.push_back(std::chrono::duration<double>(marks_[k] - marks_[k - 1]).count());
    marks_.clear();
    return laps;
  }

private:
  using Clock = std::chrono::steady_clock;
  std::vector<Clock::time_point> marks_;
};

} // namespace

std::unique_ptr<TrainingDevice> make_emulated_training_device() {
  return std::make_unique<EmulatedTraining>();
}

} // namespace striate
