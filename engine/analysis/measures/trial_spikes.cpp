// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/trial_spikes.h"

#include <algorithm>
#include <cmath>

namespace striate {

const char* edges_name(SpikeWindow::Edges edges) {
  switch (edges) {
  case SpikeWindow::Edges::half_open:
    return "[from, to)";
  case SpikeWindow::Edges::left_open:
    return "(from, to]";
  case SpikeWindow::Edges::open:
    return "(from, to)";
  case SpikeWindow::Edges::closed:
    break;
  }
  return "[from, to]";
}

std::vector<std::uint32_t> spike_counts(const TrialSpikes& spikes, const SpikeWindow& window, std::uint32_t neurons) {
  std::vector<std::uint32_t> counts(neurons, 0);
  for (std::size_t i = 0; i < spikes.size(); ++i)
    if (window.contains(spikes.time_ms[i]) && spikes.neuron[i] < neurons)
      ++counts[spikes.neuron[i]];
  return counts;
}

std::int64_t millisecond_of(const SpikeWindow& window, double time_ms) {
  if (!window.contains(time_ms))
    return -1;
  const auto count = static_cast<std::int64_t>(window.to_ms - window.from_ms);
  const double since = time_ms - window.from_ms;
  const bool end_of_step = window.edges == SpikeWindow::Edges::left_open || window.edges == SpikeWindow::Edges::open;
  auto step = static_cast<std::int64_t>(end_of_step ? std::ceil(since) - 1.0 : std::floor(since));
  if (step == count && time_ms == window.to_ms)
    --step; // closed end
  return step >= 0 && step < count ? step : -1;
}

std::vector<std::uint32_t> pooled_counts(const TrialSpikes& spikes, const SpikeWindow& window,
                                         std::span<const std::uint8_t> selected) {
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(std::max(0.0, window.to_ms - window.from_ms)), 0);
  for (std::size_t i = 0; i < spikes.size(); ++i) {
    if (spikes.neuron[i] >= selected.size() || selected[spikes.neuron[i]] == 0)
      continue;
    const std::int64_t ms = millisecond_of(window, spikes.time_ms[i]);
    if (ms >= 0)
      ++counts[static_cast<std::size_t>(ms)];
  }
  return counts;
}

} // namespace striate
