// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/nest/neurons.h"
#include "engine/simulation/nest/tables.h"
#include "engine/simulation/nest/watched.h"
#include "engine/simulation/simulator.h"

#include <cstdint>
#include <span>

namespace striate {

/// What a state of the dynamics `nest` says of single neurons, for every back end. Holds references only.
struct NestView {
  const NestTables& tables;
  const NestNeurons& state;
  const NestWatched& watched;

  double value(NeuronVariable variable, std::uint32_t neuron) const;
  /// As Simulator::read() and Simulator::sample().
  void read(NeuronVariable variable, std::span<const std::uint32_t> neurons, std::span<float> out) const;
  NeuronSample sample(std::uint32_t neuron) const;
};

} // namespace striate
