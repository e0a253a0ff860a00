// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/background.h"

#include "engine/core/random.h"

#include <algorithm>
#include <array>

namespace striate {

namespace {

constexpr std::uint32_t source_count = 100;
constexpr std::size_t sources_per_neuron = 4;

} // namespace

BackgroundProjection generate_background(const ModelTables& tables, const NeuronTable& neurons, std::uint64_t seed) {
  BackgroundProjection result;
  result.source_count = source_count;
  result.row_start.reserve(neurons.size() + 1);
  result.row_start.push_back(0);
  for (std::uint32_t target = 0; target < neurons.size(); ++target) {
    RandomSequence random(seed, Stream::background_sources, target);
    std::array<std::uint8_t, sources_per_neuron> sources{};
    for (std::size_t taken = 0; taken < sources.size();) {
      sources[taken] = static_cast<std::uint8_t>(random.uniform() * source_count);
      const auto end = sources.begin() + static_cast<std::ptrdiff_t>(taken);
      if (std::find(sources.begin(), end, sources[taken]) == end)
        ++taken;
    }
    std::ranges::sort(sources);
    result.source.insert(result.source.end(), sources.begin(), sources.end());
    result.weight.insert(result.weight.end(), sources.size(),
                         static_cast<float>(tables.cell_models[neurons.model[target]].background_weight_pA));
    result.row_start.push_back(static_cast<std::uint32_t>(result.source.size()));
  }
  return result;
}

} // namespace striate
