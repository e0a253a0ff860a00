// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

namespace striate {

/// The id by which files and users know a neuron: that of the files the network came from, else its index. Recordings,
/// tables and selections carry it.
inline std::uint64_t neuron_id(const NeuronTable& neurons, std::uint32_t index) {
  return neurons.file_id.empty() ? index : neurons.file_id[index];
}

} // namespace striate
