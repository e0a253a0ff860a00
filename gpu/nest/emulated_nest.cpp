// SPDX-License-Identifier: Apache-2.0
#include "gpu/device/emulated_launch.h"
#include "gpu/nest/device.h"
#include "gpu/nest/step.h"

namespace striate {

namespace {

class EmulatedNest final : public NestDevice {
public:
  void deliver(const NestDeliverTask& task) override { emulate(task, emulated_delivery_blocks, deliver_nest_spikes); }
  void update(const NestUpdateTask& task) override {
    emulate(task, emulated_blocks_for(task.neurons), update_nest_neuron);
  }
  void gather(const NestGatherTask& task) override {
    emulate(task, emulated_blocks_for(task.count * (task.planes + 1)), gather_nest_number);
  }
};

} // namespace

std::unique_ptr<NestDevice> make_emulated_nest_device() {
  return std::make_unique<EmulatedNest>();
}

} // namespace striate
