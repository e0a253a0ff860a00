// SPDX-License-Identifier: Apache-2.0
#include "engine/session/background_warning.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

std::string background_warning(const ParameterSet& parameters, const Network& network) {
  constexpr double nearly_none_Hz = 10.0; // the model has 250 Hz
  constexpr const char* consequence = "most neurons stay silent without it";
  if (!parameters.text("background-spikes").empty())
    return {};
  const auto& weights = network.background.weight;
  if (weights.empty())
    return fmt::format("The network has no background synapses; {}.", consequence);
  if (std::all_of(weights.begin(), weights.end(), [](float weight) { return weight == 0.0f; }))
    return fmt::format("All background synapses of the network have the weight 0; {}.", consequence);
  const double rate_Hz = parameters.number("background-rate");
  if (rate_Hz < nearly_none_Hz)
    return fmt::format("The background sources fire at {:g} Hz (the model: 250 Hz), almost no background; {}.", rate_Hz,
                       consequence);
  return {};
}

} // namespace striate
