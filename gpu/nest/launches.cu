// SPDX-License-Identifier: Apache-2.0
// The launches of the kernels of the dynamics `nest` on a GPU.
#include "gpu/device/check.h"
#include "gpu/nest/device.h"
#include "gpu/nest/step.h"

#include <cuda_runtime.h>

namespace striate {

namespace {

constexpr unsigned threads_per_block = 128;
constexpr unsigned delivery_threads = 32; ///< chunks end at each class of targets: many have few edges
constexpr unsigned delivery_blocks_per_core = 32;

__device__ ThreadPlace thread_place() {
  return {blockIdx.x, gridDim.x, threadIdx.x, blockDim.x};
}

__global__ void __launch_bounds__(delivery_threads) deliver_nest_kernel(NestDeliverTask task) {
  deliver_nest_spikes(task, thread_place());
}
__global__ void __launch_bounds__(threads_per_block) update_nest_kernel(NestUpdateTask task) {
  update_nest_neuron(task, thread_place());
}
__global__ void gather_nest_kernel(NestGatherTask task) {
  gather_nest_number(task, thread_place());
}

unsigned blocks_for(std::uint32_t count) {
  return (count + threads_per_block - 1) / threads_per_block;
}

class CudaNest final : public NestDevice {
public:
  CudaNest(cudaStream_t stream, int multiprocessors)
      : stream_(stream), delivery_blocks_(delivery_blocks_per_core * static_cast<unsigned>(multiprocessors)) {}

  void deliver(const NestDeliverTask& task) override {
    deliver_nest_kernel<<<delivery_blocks_, delivery_threads, 0, stream_>>>(task);
    check(cudaGetLastError(), "delivering spikes");
  }
  void update(const NestUpdateTask& task) override {
    if (task.neurons == 0)
      return;
    update_nest_kernel<<<blocks_for(task.neurons), threads_per_block, 0, stream_>>>(task);
    check(cudaGetLastError(), "updating neurons");
  }
  void gather(const NestGatherTask& task) override {
    gather_nest_kernel<<<blocks_for(task.count * (task.planes + 1)), threads_per_block, 0, stream_>>>(task);
    check(cudaGetLastError(), "reading neurons");
  }

private:
  cudaStream_t stream_;
  unsigned delivery_blocks_;
};

} // namespace

std::unique_ptr<NestDevice> make_cuda_nest_device(void* stream, int multiprocessors) {
  return std::make_unique<CudaNest>(static_cast<cudaStream_t>(stream), multiprocessors);
}

} // namespace striate
