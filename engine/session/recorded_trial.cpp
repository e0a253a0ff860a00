// SPDX-License-Identifier: Apache-2.0
#include "engine/session/recorded_trial.h"

#include "engine/core/errors.h"
#include "engine/network/neuron_id.h"
#include "engine/recording/recorder.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate {

TrialSpikes read_recorded_trial(const std::filesystem::path& file, std::int64_t gray_ms, const NeuronTable& neurons) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> index;
  for (std::uint32_t neuron = 0; neuron < neurons.size(); ++neuron)
    index.emplace_back(neuron_id(neurons, neuron), neuron);
  std::ranges::sort(index);
  const SpikeFile recorded = read_spikes(file);
  TrialSpikes spikes;
  spikes.time_ms.reserve(recorded.time_ms.size());
  for (const double time : recorded.time_ms)
    spikes.time_ms.push_back(time - static_cast<double>(gray_ms));
  spikes.neuron.reserve(recorded.node_id.size());
  for (const std::uint64_t id : recorded.node_id) {
    const auto found = std::ranges::lower_bound(index, id, {}, &std::pair<std::uint64_t, std::uint32_t>::first);
    if (found == index.end() || found->first != id)
      throw Error(
          fmt::format("{} holds spikes of neuron {}, which is not in the network; remove the file to repeat its trial.",
                      file.string(), id));
    spikes.neuron.push_back(found->second);
  }
  return spikes;
}

} // namespace striate
