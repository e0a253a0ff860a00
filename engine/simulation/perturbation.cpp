// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/perturbation.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

void check_size(const char* what, std::size_t found, std::size_t neurons) {
  if (found != 0 && found != neurons)
    throw Error(fmt::format("A perturbation gives {} for {} neurons but the network has {}; make it for this network.",
                            what, found, neurons),
                Error::Kind::usage);
}

void check_values(const char* what, const std::vector<float>& values, std::size_t neurons) {
  check_size(what, values.size(), neurons);
  const auto bad = std::find_if_not(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (bad != values.end())
    throw Error(fmt::format("A perturbation gives {} = {} for neuron {}; values must be finite.", what, *bad,
                            bad - values.begin()),
                Error::Kind::usage);
}

} // namespace

std::vector<std::uint32_t> Perturbation::scaled_incoming(std::uint32_t begin, std::uint32_t end) const {
  std::vector<std::uint32_t> neurons;
  if (!incoming.empty())
    for (std::uint32_t neuron = begin; neuron < end; ++neuron)
      if (incoming[neuron] != 1.0f)
        neurons.push_back(neuron);
  return neurons;
}

void check_perturbation(const Perturbation& perturbation, std::size_t neurons) {
  check_values("an added current", perturbation.added_pA, neurons);
  check_values("a factor of outgoing weights", perturbation.outgoing, neurons);
  check_values("a factor of incoming weights", perturbation.incoming, neurons);
  check_size("the silenced mask", perturbation.silenced.size(), neurons);
}

} // namespace striate
