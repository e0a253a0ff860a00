// SPDX-License-Identifier: Apache-2.0
// The launches of the training's kernels on a GPU.
#include "gpu/device/launch.h"
#include "gpu/training/adjoint_kernels.h"
#include "gpu/training/device.h"
#include "gpu/training/distribution.h"
#include "gpu/training/forward_kernels.h"
#include "gpu/training/optimizer_kernels.h"

#include <algorithm>
#include <cub/device/device_radix_sort.cuh>
#include <cuda_runtime.h>
#include <string>
#include <vector>

namespace striate {

namespace {

class CudaTraining final : public TrainingDevice {
public:
  CudaTraining(cudaStream_t stream, int multiprocessors) : launcher_(stream, multiprocessors) {}
  ~CudaTraining() override {
    for (cudaEvent_t event : events_)
      cudaEventDestroy(event);
    cudaFree(scratch_);
  }
  CudaTraining(const CudaTraining&) = delete;
  CudaTraining& operator=(const CudaTraining&) = delete;

  STRIATE_TRAINING_KERNELS(STRIATE_LAUNCH_KERNEL)
  void rows(const RowsTask& task) override {
    constexpr const char* doing = "back-propagating through synapses";
    const std::uint32_t lanes = window_lanes * task.trials;
    if (lanes <= by_row.group)
      launcher_.launch<&adjoint_row<1>, by_row.threads, by_row.group, 0>(task, task.part_count, doing);
    else if (lanes <= 2 * by_row.group)
      launcher_.launch<&adjoint_row<2>, by_row.threads, by_row.group, 0>(task, task.part_count, doing);
    else
      launcher_.launch<&adjoint_row<3>, by_row.threads, by_row.group, 0>(task, task.part_count, doing);
  }
  void sort(SortTask& task) override {
    cub::DoubleBuffer<std::uint64_t> keys(task.keys, task.other_keys);
    cub::DoubleBuffer<std::uint32_t> values(task.values, task.other_values);
    std::size_t bytes = 0;
    check(cub::DeviceRadixSort::SortPairs(nullptr, bytes, keys, values, task.count, 0, task.bits, launcher_.stream()),
          "sorting");
    if (bytes > scratch_bytes_) {
      check(cudaFree(scratch_), "sorting");
      scratch_ = nullptr;
      scratch_bytes_ = 0;
      check(cudaMalloc(&scratch_, bytes), "sorting");
      scratch_bytes_ = bytes;
    }
    check(cub::DeviceRadixSort::SortPairs(scratch_, bytes, keys, values, task.count, 0, task.bits, launcher_.stream()),
          "sorting");
    task.keys = keys.Current();
    task.other_keys = keys.Alternate();
    task.values = values.Current();
    task.other_values = values.Alternate();
  }
  void mark() override {
    if (marks_ == events_.size()) {
      events_.emplace_back();
      check(cudaEventCreate(&events_.back()), "creating a timer");
    }
    check(cudaEventRecord(events_[marks_++], launcher_.stream()), "reading its timer");
  }
  std::vector<double> laps() override {
    std::vector<double> laps;
    if (marks_ != 0)
      check(cudaEventSynchronize(events_[marks_ - 1]), "computing");
    for (std::size_t k = 1; k < marks_; ++k) {
      float ms = 0.0f;
      check(cudaEventElapsedTime(&ms, events_[k - 1], events_[k]), "reading its timer");
      laps.push_back(1e-3 * static_cast<double>(ms));
    }
    marks_ = 0;
    return laps;
  }

private:
  Launcher launcher_;
  std::vector<cudaEvent_t> events_; ///< the first marks_ of them are in use
  std::size_t marks_ = 0;
  void* scratch_ = nullptr; ///< of the sort
  std::size_t scratch_bytes_ = 0;
};

} // namespace

std::unique_ptr<TrainingDevice> make_cuda_training_device(void* stream, int multiprocessors) {
  return std::make_unique<CudaTraining>(static_cast<cudaStream_t>(stream), multiprocessors);
}

} // namespace striate
