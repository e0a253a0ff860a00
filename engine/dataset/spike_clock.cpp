// SPDX-License-Identifier: Apache-2.0
#include "engine/dataset/spike_clock.h"

#include "engine/core/errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace striate {

void SpikeClock::sort() {
  if (std::is_sorted(time_ms.begin(), time_ms.end()))
    return;
  std::vector<std::size_t> order(time_ms.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return time_ms[a] < time_ms[b]; });
  SpikeClock sorted;
  for (const std::size_t i : order) {
    sorted.time_ms.push_back(time_ms[i]);
    sorted.neuron.push_back(neuron[i]);
  }
  *this = std::move(sorted);
}

std::pair<std::size_t, std::size_t> SpikeClock::span_of(const TableTrial& trial, SpikeWindow::Edges edges) const {
  const SpikeWindow whole{trial.gray_from_ms, trial.stop_ms, edges};
  const auto first = whole.contains(whole.from_ms) ? std::lower_bound(time_ms.begin(), time_ms.end(), whole.from_ms)
                                                   : std::upper_bound(time_ms.begin(), time_ms.end(), whole.from_ms);
  const auto last = whole.contains(whole.to_ms) ? std::upper_bound(first, time_ms.end(), whole.to_ms)
                                                : std::lower_bound(first, time_ms.end(), whole.to_ms);
  return {static_cast<std::size_t>(first - time_ms.begin()), static_cast<std::size_t>(last - time_ms.begin())};
}

TrialSpikes SpikeClock::cut(std::pair<std::size_t, std::size_t> span, double onset_ms) const {
  TrialSpikes spikes;
  for (std::size_t i = span.first; i < span.second; ++i) {
    spikes.time_ms.push_back(time_ms[i] - onset_ms);
    spikes.neuron.push_back(neuron[i]);
  }
  return spikes;
}

SpikeNeurons::SpikeNeurons(const StudyNeurons& neurons) {
  for (std::uint32_t i = 0; i < neurons.size(); ++i)
    if (!index_.emplace(neurons.id[i], i).second)
      throw Error(fmt::format("Node {} appears twice in the node table.", neurons.id[i]));
}

void SpikeNeurons::append(const SpikeFile& file, const std::filesystem::path& name, SpikeClock& clock) {
  constexpr std::size_t most_examples = 5;
  if (file.counts_from_one && from_one_.empty())
    from_one_ = name;
  for (std::size_t i = 0; i < file.time_ms.size(); ++i) {
    const std::uint64_t id = file.node_id[i];
    id_0_fired_ = id_0_fired_ || id == 0;
    const auto at = index_.find(id);
    if (at != index_.end()) {
      clock.time_ms.push_back(file.time_ms[i]);
      clock.neuron.push_back(at->second);
      continue;
    }
    if (++unknown_ == 1)
      first_unknown_ = fmt::format("spike {} of {}", i + 1, name.string());
    if (examples_.size() <= most_examples && std::find(examples_.begin(), examples_.end(), id) == examples_.end())
      examples_.push_back(id);
  }
}

std::vector<std::string> SpikeNeurons::strangers() const {
  std::vector<std::string> sentences;
  if (unknown_ > 0) {
    const bool more = examples_.size() > 5;
    const std::vector<std::uint64_t> shown(examples_.begin(), examples_.end() - (more ? 1 : 0));
    sentences.push_back(
        fmt::format("{} spikes of neurons missing from the node table (id{} {}{}; the first is {}) were omitted.",
                    unknown_, shown.size() > 1 ? "s" : "", fmt::join(shown, ", "), more ? " ..." : "", first_unknown_));
  }
  if (!from_one_.empty() && !id_0_fired_ && index_.contains(0))
    sentences.push_back(fmt::format("{} was written by NEST, which numbers nodes from 1, but the node table starts at "
                                    "0: check that its ids match the table and are not one higher.",
                                    from_one_.string()));
  return sentences;
}

} // namespace striate
