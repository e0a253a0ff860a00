// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gpu/device/kernels.h"
#include "gpu/nest/kernels.h"
#include "gpu/tasks/nest.h"

#include <memory>

namespace striate {

/// The kernels of the dynamics `nest` on one GPU, in order on the device's stream (gpu/device/device.h).
class NestDevice {
public:
  virtual ~NestDevice() = default;

  STRIATE_NEST_KERNELS(STRIATE_DECLARE_KERNEL)
};

/// As make_cuda_training_device(), make_emulated_training_device().
std::unique_ptr<NestDevice> make_cuda_nest_device(void* stream, int multiprocessors);
std::unique_ptr<NestDevice> make_emulated_nest_device();

} // namespace striate
