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

constexpr std::uint32_t threads = emulated_threads, delivery_groups = 11;
/// Lanes that a thread of a group sums: enough for all trials.
constexpr int lanes_of_thread =
    (window_lanes * max_gpu_trials + static_cast<int>(threads) - 1) / static_cast<int>(threads);

class EmulatedTraining final : public TrainingDevice {
public:
  void transpose(const TransposeTask& task) override {
    emulate(task, emulated_blocks_for(task.planes * task.neurons * task.trials), transpose_number);
  }
  void mark() override { marks_.push_back(Clock::now()); }
  std::vector<double> laps() override {
    std::vector<double> laps;
    for (std::size_t k = 1; k < marks_.size(); ++k)
      laps.push_back(std::chrono::duration<double>(marks_[k] - marks_[k - 1]).count());
    marks_.clear();
    return laps;
  }
  void list(const ListTask& task) override { emulate(task, emulated_blocks_for(task.count), list_sources); }
  void deliver(const BatchDeliverTask& task) override { emulate(task, delivery_groups, deliver_batch); }
  void update(const ForwardTask& task) override {
    emulate(task, emulated_blocks_for(task.neurons * task.trials), forward_neuron);
  }
  void penalty(const PenaltyTask& task) override {
    emulate(task, emulated_blocks_for(task.partials * task.trials), sum_penalty);
  }
  void rows(const RowsTask& task) override { emulate(task, task.part_count, adjoint_row<lanes_of_thread>); }
  void neurons(const AdjointTask& task) override {
    emulate(task, emulated_blocks_for(task.neurons * task.trials), adjoint_neuron);
  }
  void lgn_gradient(const LgnGradientTask& task) override { emulate(task, task.sources, lgn_gradient_row); }
  void background_gradient(const BackgroundGradientTask& task) override {
    emulate(task, emulated_blocks_for(task.neurons), background_gradient_neuron);
  }
  void distribution_keys(const DistributionTask& task) override {
    emulate(task, emulated_blocks_for(task.count), key_of_weight);
  }
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
  void distribution_gradient(const DistributionTask& task) override {
    emulate(task, emulated_blocks_for(task.partials), striate::distribution_gradient);
  }
  void squares(const SquaresTask& task) override { emulate(task, emulated_blocks_for(task.partials), sum_squares); }
  void optimize(const OptimizerTask& task) override {
    emulate(task, emulated_blocks_for(task.weights.count), optimize_weight);
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
