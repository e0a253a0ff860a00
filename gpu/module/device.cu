// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "gpu/basis4/between.h"
#include "gpu/device/check.h"
#include "gpu/device/device.h"
#include "gpu/device/launch.h"
#include "gpu/lgn/footage.h"
#include "gpu/nest/device.h"
#include "gpu/training/device.h"

#include <cuda_runtime.h>
#include <string>

namespace striate {

namespace {

constexpr unsigned between_threads = 128;
constexpr unsigned delivery_blocks_per_core = 6; ///< all kinds of blocks together run at once

unsigned between_blocks_for(std::uint32_t count) {
  return (count + between_threads - 1) / between_threads;
}

class CudaSequence final : public LaunchSequence {
public:
  /// Takes over the graph.
  CudaSequence(cudaGraph_t graph, cudaStream_t stream) : stream_(stream) {
    const cudaError_t result = cudaGraphInstantiate(&graph_, graph, 0);
    cudaGraphDestroy(graph);
    check(result, "preparing a sequence of kernels");
  }
  ~CudaSequence() override { cudaGraphExecDestroy(graph_); }
  CudaSequence(const CudaSequence&) = delete;
  CudaSequence& operator=(const CudaSequence&) = delete;
  void run() override { check(cudaGraphLaunch(graph_, stream_), "starting a sequence of kernels"); }

private:
  cudaGraphExec_t graph_ = nullptr;
  cudaStream_t stream_;
};

class CudaDevice final : public Device {
public:
  CudaDevice() {
    int count = 0;
    const cudaError_t found = cudaGetDeviceCount(&count);
    if (found == cudaErrorInsufficientDriver)
      throw Error(
          "No NVIDIA driver was found, or it is too old for CUDA 13; install one of version 580 or newer, or use "
          "--backend cpu.");
    if (found == cudaErrorNoDevice || count == 0)
      throw Error("This machine has no NVIDIA GPU; use --backend cpu.");
    check(found, "looking for GPUs");
    check(cudaSetDevice(0), "opening the first GPU");
    check(cudaGetDeviceProperties(&properties_, 0), "reading its properties");
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream");
    launcher_ = {stream_, properties_.multiProcessorCount};
    training_ = make_cuda_training_device(stream_, properties_.multiProcessorCount);
    nest_ = make_cuda_nest_device(stream_, properties_.multiProcessorCount);
  }
  ~CudaDevice() override { cudaStreamDestroy(stream_); }
  CudaDevice(const CudaDevice&) = delete;
  CudaDevice& operator=(const CudaDevice&) = delete;

  DeviceInfo info() const override {
    DeviceInfo info{properties_.name, properties_.major, properties_.minor, 0, 0};
    check(cudaMemGetInfo(&info.free_bytes, &info.memory_bytes), "reading its free memory");
    return info;
  }

  void* allocate(std::size_t bytes) override {
    void* memory = nullptr;
    const cudaError_t result = cudaMalloc(&memory, bytes);
    if (result == cudaErrorMemoryAllocation) {
      cudaGetLastError(); // else the next call would report it again
      throw Error("The GPU has no " + std::to_string(bytes >> 20) +
                      " MB free for this network; choose a smaller one, close other programs that use the GPU, or use "
                      "--backend cpu.",
                  Error::Kind::device);
    }
    check(result, "allocating memory");
    return memory;
  }
  void release(void* memory) noexcept override { cudaFree(memory); }

  void upload(void* to, const void* from, std::size_t bytes) override {
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_), "receiving data");
  }
  void download(void* to, const void* from, std::size_t bytes) override {
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream_), "returning data");
    check(cudaStreamSynchronize(stream_), "computing");
  }
  void zero(void* memory, std::size_t bytes) override {
    check(cudaMemsetAsync(memory, 0, bytes, stream_), "clearing memory");
  }

  void copy(void* to, const void* from, std::size_t bytes) override {
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream_), "copying memory");
  }
  void* allocate_pinned(std::size_t bytes) override {
    void* memory = nullptr;
    check(cudaMallocHost(&memory, bytes), "allocating host memory");
    return memory;
  }
  void release_pinned(void* memory) noexcept override { cudaFreeHost(memory); }
  void begin_download(void* pinned, const void* from, std::size_t bytes) override {
    check(cudaMemcpyAsync(pinned, from, bytes, cudaMemcpyDeviceToHost, stream_), "returning data");
  }
  void wait() override { check(cudaStreamSynchronize(stream_), "computing"); }

  std::unique_ptr<LaunchSequence> record(const std::function<void()>& launches) override {
    cudaGraph_t graph = nullptr;
    check(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal), "recording kernels");
    try {
      launches();
    } catch (...) {
      if (cudaStreamEndCapture(stream_, &graph) == cudaSuccess)
        cudaGraphDestroy(graph);
      throw;
    }
    check(cudaStreamEndCapture(stream_, &graph), "recording kernels");
    return std::make_unique<CudaSequence>(graph, stream_);
  }
  std::shared_ptr<Device> sibling() override { return std::make_shared<CudaDevice>(); }

  STRIATE_KERNELS(STRIATE_LAUNCH_KERNEL)
  void between(const BetweenTask& given) override {
    BetweenTask task = given;
    const unsigned delivery_blocks = delivery_blocks_per_core * properties_.multiProcessorCount;
    task.recurrent_blocks = task.delivers_recurrent ? delivery_blocks : 0;
    task.lgn_blocks = task.delivers_lgn ? delivery_blocks : 0;
    task.frame_blocks = task.sees ? between_blocks_for(task.frame.units) : 0;
    task.gather_blocks = between_blocks_for(task.gather.count);
    const unsigned blocks = task.recurrent_blocks + task.lgn_blocks + task.frame_blocks + task.gather_blocks;
    launcher_.launch<&between_steps, between_threads, between_threads, 0>(task, blocks, "delivering spikes");
  }
  TrainingDevice& training() override { return *training_; }
  NestDevice& nest() override { return *nest_; }

private:
  cudaDeviceProp properties_{};
  cudaStream_t stream_ = nullptr;
  Launcher launcher_{nullptr, 1};
  std::unique_ptr<TrainingDevice> training_;
  std::unique_ptr<NestDevice> nest_;
};

} // namespace

std::shared_ptr<Device> open_cuda_device() {
  return std::make_shared<CudaDevice>();
}

} // namespace striate
