// SPDX-License-Identifier: Apache-2.0
#include "gpu/basis4/state.h"

namespace striate {

GpuState::GpuState(const std::shared_ptr<Device>& device, std::size_t neurons, int depth)
    : v(device, neurons), countdown(device, neurons),
      planes(device, std::size_t{SynapseConstants::slots - 1} * static_cast<std::size_t>(depth) * neurons),
      external(device, neurons) {
  for (auto& one : asc)
    one = DeviceArray<float>(device, neurons);
  for (auto* bases : {&rise, &current})
    for (auto& one : *bases)
      one = DeviceArray<float>(device, neurons);
}

void GpuState::assign(const GpuState& other) {
  v.assign(other.v);
  for (std::size_t i = 0; i < asc.size(); ++i)
    asc[i].assign(other.asc[i]);
  for (std::size_t r = 0; r < rise.size(); ++r) {
    rise[r].assign(other.rise[r]);
    current[r].assign(other.current[r]);
  }
  countdown.assign(other.countdown);
  planes.assign(other.planes);
  external.assign(other.external);
  watched.assign(other.watched);
}

NeuronState GpuState::download() const {
  NeuronState state(v.size());
  const auto take = [](const auto& from, auto& to) {
    const auto values = from.download();
    to.assign(values.begin(), values.end());
  };
  take(v, state.v);
  take(countdown, state.countdown);
  for (std::size_t i = 0; i < asc.size(); ++i)
    take(asc[i], state.asc[i]);
  for (std::size_t r = 0; r < rise.size(); ++r) {
    take(rise[r], state.rise[r]);
    take(current[r], state.current[r]);
  }
  return state;
}

void GpuState::upload(const NeuronState& state) {
  v.upload(state.v);
  countdown.upload(state.countdown);
  for (std::size_t i = 0; i < asc.size(); ++i)
    asc[i].upload(state.asc[i]);
  for (std::size_t r = 0; r < rise.size(); ++r) {
    rise[r].upload(state.rise[r]);
    current[r].upload(state.current[r]);
  }
}

} // namespace striate
