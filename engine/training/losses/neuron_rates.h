// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <filesystem>
#include <vector>

namespace striate {

/// Mean rates of all neurons over the trials of a validation, Hz; empty: not known.
struct NeuronRates {
  std::vector<double> evoked_Hz, spontaneous_Hz; ///< [N] under gratings, under gray screens
  bool complete() const { return !evoked_Hz.empty() && !spontaneous_Hz.empty(); }
};

/// HDF5, arrays "evoked_hz" and "spontaneous_hz"; whole or not at all. Throws Error naming the file.
void write_neuron_rates(const std::filesystem::path& file, const NeuronRates& rates);
/// Empty when there is no such file. Throws Error naming the file: damaged, or of another number of neurons.
NeuronRates read_neuron_rates(const std::filesystem::path& file, std::size_t neurons);

} // namespace striate
