// SPDX-License-Identifier: Apache-2.0
// The launches of the training's kernels on a GPU.
#include "gpu/device/check.h"
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

constexpr unsigned threads_per_block = 256;
constexpr unsigned group = 32; ///< threads that share a row: a warp
constexpr unsigned delivery_blocks_per_core = 8;

__device__ ThreadPlace thread_place() {
  return {blockIdx.x, gridDim.x, threadIdx.x, blockDim.x};
}
/// Groups of threads in place of blocks.
__device__ ThreadPlace group_place() {
  constexpr unsigned groups = threads_per_block / group;
  return {blockIdx.x * groups + threadIdx.x / group, gridDim.x * groups, threadIdx.x % group, group};
}

__global__ void transpose_kernel(TransposeTask task) {
  transpose_number(task, thread_place());
}
__global__ void list_kernel(ListTask task) {
  list_sources(task, thread_place());
}
__global__ void __launch_bounds__(threads_per_block) deliver_batch_kernel(BatchDeliverTask task) {
  deliver_batch(task, group_place());
}
__global__ void __launch_bounds__(threads_per_block) forward_kernel(ForwardTask task) {
  forward_neuron(task, thread_place());
}
__global__ void penalty_kernel(PenaltyTask task) {
  sum_penalty(task, thread_place());
}
template <int most>
__global__ void __launch_bounds__(threads_per_block) rows_kernel(RowsTask task) {
  adjoint_row<most>(task, group_place());
}
__global__ void __launch_bounds__(threads_per_block) neurons_kernel(AdjointTask task) {
  adjoint_neuron(task, thread_place());
}
__global__ void __launch_bounds__(threads_per_block) lgn_gradient_kernel(LgnGradientTask task) {
  lgn_gradient_row(task, group_place());
}
__global__ void background_gradient_kernel(BackgroundGradientTask task) {
  background_gradient_neuron(task, thread_place());
}

__global__ void distribution_keys_kernel(DistributionTask task) {
  key_of_weight(task, thread_place());
}
__global__ void distribution_gradient_kernel(DistributionTask task) {
  distribution_gradient(task, thread_place());
}
__global__ void squares_kernel(SquaresTask task) {
  sum_squares(task, thread_place());
}
__global__ void optimizer_kernel(OptimizerTask task) {
  optimize_weight(task, thread_place());
}

unsigned blocks_for(std::uint64_t count, unsigned per_block) {
  return static_cast<unsigned>((count + per_block - 1) / per_block);
}

class CudaTraining final : public TrainingDevice {
public:
  CudaTraining(cudaStream_t stream, int multiprocessors)
      : stream_(stream), multiprocessors_(static_cast<unsigned>(multiprocessors)) {}
  ~CudaTraining() override {
    for (cudaEvent_t event : events_)
      cudaEventDestroy(event);
    cudaFree(scratch_);
  }
  CudaTraining(const CudaTraining&) = delete;
  CudaTraining& operator=(const CudaTraining&) = delete;

  void transpose(const TransposeTask& task) override {
    by_thread(transpose_kernel, task, std::uint64_t{task.planes} * task.neurons * task.trials, "sorting data");
  }
  void mark() override {
    if (marks_ == events_.size()) {
      events_.emplace_back();
      check(cudaEventCreate(&events_.back()), "creating a timer");
    }
    check(cudaEventRecord(events_[marks_++], stream_), "reading its timer");
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
  void list(const ListTask& task) override { by_thread(list_kernel, task, task.count, "listing spikes"); }
  void deliver(const BatchDeliverTask& task) override {
    deliver_batch_kernel<<<delivery_blocks_per_core * multiprocessors_, threads_per_block, 0, stream_>>>(task);
    check(cudaGetLastError(), "delivering spikes");
  }
  void update(const ForwardTask& task) override {
    by_thread(forward_kernel, task, std::uint64_t{task.neurons} * task.trials, "updating neurons");
  }
  void penalty(const PenaltyTask& task) override {
    by_thread(penalty_kernel, task, std::uint64_t{task.partials} * task.trials, "summing losses");
  }
  void rows(const RowsTask& task) override {
    const std::uint32_t lanes = window_lanes * task.trials;
    const auto kernel = lanes <= group ? rows_kernel<1> : lanes <= 2 * group ? rows_kernel<2> : rows_kernel<3>;
    by_group(kernel, task, task.part_count, "back-propagating through synapses");
  }
  void neurons(const AdjointTask& task) override {
    by_thread(neurons_kernel, task, std::uint64_t{task.neurons} * task.trials, "back-propagating through neurons");
  }
  void lgn_gradient(const LgnGradientTask& task) override {
    by_group(lgn_gradient_kernel, task, task.sources, "computing the gradient of LGN weights");
  }
  void background_gradient(const BackgroundGradientTask& task) override {
    by_thread(background_gradient_kernel, task, task.neurons, "computing the gradient of background weights");
  }
  void distribution_keys(const DistributionTask& task) override {
    by_thread(distribution_keys_kernel, task, task.count, "comparing weights");
  }
  void sort(SortTask& task) override {
    cub::DoubleBuffer<std::uint64_t> keys(task.keys, task.other_keys);
    cub::DoubleBuffer<std::uint32_t> values(task.values, task.other_values);
    std::size_t bytes = 0;
    check(cub::DeviceRadixSort::SortPairs(nullptr, bytes, keys, values, task.count, 0, task.bits, stream_), "sorting");
    if (bytes > scratch_bytes_) {
      check(cudaFree(scratch_), "sorting");
      scratch_ = nullptr;
      scratch_bytes_ = 0;
      check(cudaMalloc(&scratch_, bytes), "sorting");
      scratch_bytes_ = bytes;
    }
    check(cub::DeviceRadixSort::SortPairs(scratch_, bytes, keys, values, task.count, 0, task.bits, stream_), "sorting");
    task.keys = keys.Current();
    task.other_keys = keys.Alternate();
    task.values = values.Current();
    task.other_values = values.Alternate();
  }
  void distribution_gradient(const DistributionTask& task) override {
    by_thread(distribution_gradient_kernel, task, task.partials, "comparing weights");
  }
  void squares(const SquaresTask& task) override {
    by_thread(squares_kernel, task, task.partials, "computing the gradient norm");
  }
  void optimize(const OptimizerTask& task) override {
    by_thread(optimizer_kernel, task, task.weights.count, "updating weights");
  }

private:
  template <typename Task>
  void by_thread(void (*kernel)(Task), const Task& task, std::uint64_t count, const char* what) {
    if (count == 0)
      return;
    kernel<<<blocks_for(count, threads_per_block), threads_per_block, 0, stream_>>>(task);
    check(cudaGetLastError(), what);
  }
  template <typename Task>
  void by_group(void (*kernel)(Task), const Task& task, std::uint64_t count, const char* what) {
    if (count == 0)
      return;
    kernel<<<blocks_for(count, threads_per_block / group), threads_per_block, 0, stream_>>>(task);
    check(cudaGetLastError(), what);
  }

  cudaStream_t stream_;
  unsigned multiprocessors_;
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
