// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/neuron_rates.h"

#include "engine/recording/array_reader.h"

namespace striate {

namespace {

constexpr const char* format = "striate-neuron-rates";
constexpr int newest = 1;

} // namespace

void write_neuron_rates(const std::filesystem::path& file, const NeuronRates& rates) {
  ArrayFile content;
  content.texts["format"] = format;
  content.texts["version"] = std::to_string(newest);
  content.arrays["evoked_hz"] = rates.evoked_Hz;
  content.arrays["spontaneous_hz"] = rates.spontaneous_Hz;
  write_array_file(file, content);
}

NeuronRates read_neuron_rates(const std::filesystem::path& file, std::size_t neurons) {
  if (!std::filesystem::exists(file))
    return {};
  ArrayReader reader(read_array_file(file), file.string(), "a table of rates");
  reader.check_format(format, newest);
  return {reader.take<double>("evoked_hz", neurons), reader.take<double>("spontaneous_hz", neurons)};
}

} // namespace striate
