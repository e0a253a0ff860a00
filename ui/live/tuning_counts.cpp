#include "ui/live/tuning_counts.h"

#include <cmath>

namespace striate {

void TuningCounts::reset(std::uint32_t neurons) {
  shown_ = none;
  steps_ = 0;
  shown_ms_.fill(0);
  for (auto& counts : counts_)
    counts.assign(neurons, 0);
  all_.assign(neurons, 0);
}

int TuningCounts::direction_bin(const StimulusEpoch& epoch) {
  if (epoch.stimulus.kind != StimulusKind::drifting_grating || epoch.grating.contrast <= 0.0)
    return none;
  const auto bin = static_cast<int>(std::lround(epoch.stimulus.direction_deg / 45.0)) % directions;
  return bin < 0 ? bin + directions : bin;
}

void TuningCounts::append(const SpikeBlock& block, const std::vector<StimulusEpoch>& epochs) {
  auto next = epochs.begin();
  for (std::int64_t ms = block.first_ms; ms < block.end_ms(); ++ms) {
    for (; next != epochs.end() && next->from_ms <= ms; ++next)
      shown_ = direction_bin(*next);
    ++steps_;
    const auto fired = block.at(ms);
    for (const std::uint32_t neuron : fired)
      ++all_[neuron];
    if (shown_ == none)
      continue;
    ++shown_ms_[static_cast<std::size_t>(shown_)];
    auto& counts = counts_[static_cast<std::size_t>(shown_)];
    for (const std::uint32_t neuron : fired)
      ++counts[neuron];
  }
  // An edit after the last step of the block acts from the next one on.
  for (; next != epochs.end(); ++next)
    shown_ = direction_bin(*next);
}

TuningEstimate TuningCounts::estimate(std::uint32_t neuron) const {
  TuningEstimate estimate;
  for (std::size_t k = 0; k < directions; ++k) {
    estimate.seconds[k] = static_cast<double>(shown_ms_[k]) / 1000.0;
    estimate.spikes[k] = static_cast<double>(counts_[k][neuron]);
  }
  return estimate;
}

} // namespace striate
