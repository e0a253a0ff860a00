// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/neuron_readers.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

namespace striate {

void check_neurons(std::span<const std::uint32_t> neurons, const Network& network) {
  for (const std::uint32_t neuron : neurons)
    if (neuron >= network.neurons.size())
      throw Error(fmt::format("Neuron {} does not exist; the network \"{}\" has {} neurons.", neuron, network.name,
                              network.neurons.size()),
                  Error::Kind::usage);
}

void check_places(std::span<const std::uint32_t> neurons, std::span<const float> out) {
  if (neurons.size() != out.size())
    throw Error(
        fmt::format("Output buffer holds {1} values but {0} neurons were requested.", neurons.size(), out.size()),
        Error::Kind::usage);
}

} // namespace striate
