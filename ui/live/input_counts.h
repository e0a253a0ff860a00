// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace striate {

/// How many synapses each neuron receives. Projections are stored by source, so this is a pass over all edges: it runs
/// on a thread of its own and the answer is there a moment after the network. GUI thread.
class InputCounts {
public:
  struct Inputs {
    std::uint32_t recurrent = 0, lgn = 0;
  };

  InputCounts() = default;
  ~InputCounts();
  InputCounts(const InputCounts&) = delete;
  InputCounts& operator=(const InputCounts&) = delete;

  void count(std::shared_ptr<const Network> network);
  /// Empty while the edges are still being counted.
  std::optional<Inputs> of(std::uint32_t neuron);

private:
  std::stop_source stop_;
  std::future<std::vector<Inputs>> counting_;
  std::vector<Inputs> inputs_;
};

} // namespace striate
