// SPDX-License-Identifier: Apache-2.0
#include "ui/live/input_counts.h"

#include <chrono>

namespace striate {

namespace {

constexpr std::size_t look_every = 1 << 20; // edges between two looks at the stop token

void add_targets(std::vector<InputCounts::Inputs>& inputs, const std::vector<std::uint32_t>& targets,
                 std::uint32_t InputCounts::Inputs::*kind, const std::stop_token& stop) {
  for (std::size_t edge = 0; edge < targets.size(); ++edge) {
    if (edge % look_every == 0 && stop.stop_requested())
      return;
    ++(inputs[targets[edge]].*kind);
  }
}

} // namespace

InputCounts::~InputCounts() {
  stop_.request_stop();
} // the future waits for its thread

void InputCounts::count(std::shared_ptr<const Network> network) {
  stop_.request_stop();
  stop_ = std::stop_source();
  inputs_.clear();
  counting_ = std::async(std::launch::async, [network = std::move(network), stop = stop_.get_token()] {
    std::vector<Inputs> inputs(network->neurons.size());
    add_targets(inputs, network->recurrent.target, &Inputs::recurrent, stop);
    add_targets(inputs, network->lgn.target, &Inputs::lgn, stop);
    return inputs;
  });
}

std::optional<InputCounts::Inputs> InputCounts::of(std::uint32_t neuron) {
  if (counting_.valid() && counting_.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
    inputs_ = counting_.get();
  if (neuron >= inputs_.size())
    return std::nullopt;
  return inputs_[neuron];
}

} // namespace striate
