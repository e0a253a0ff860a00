// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/emulated_launch.h"
#include "gpu/nest/device.h"
#include "gpu/nest/step.h"

namespace striate {

namespace {

class EmulatedNest final : public NestDevice {
public:
  STRIATE_NEST_KERNELS(STRIATE_EMULATE_KERNEL)
};

} // namespace

std::unique_ptr<NestDevice> make_emulated_nest_device() {
  return std::make_unique<EmulatedNest>();
}

} // namespace striate
