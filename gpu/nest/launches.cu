// SPDX-License-Identifier: Apache-2.0
// The launches of the kernels of the dynamics `nest` on a GPU.
#include "gpu/device/launch.h"
#include "gpu/nest/device.h"
#include "gpu/nest/step.h"

#include <cuda_runtime.h>

namespace striate {

namespace {

class CudaNest final : public NestDevice {
public:
  CudaNest(cudaStream_t stream, int multiprocessors) : launcher_(stream, multiprocessors) {}

  STRIATE_NEST_KERNELS(STRIATE_LAUNCH_KERNEL)

private:
  Launcher launcher_;
};

} // namespace

std::unique_ptr<NestDevice> make_cuda_nest_device(void* stream, int multiprocessors) {
  return std::make_unique<CudaNest>(static_cast<cudaStream_t>(stream), multiprocessors);
}

} // namespace striate
