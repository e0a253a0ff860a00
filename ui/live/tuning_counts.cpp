// SPDX-License-Identifier: Apache-2.0
#include "ui/live/tuning_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace striate {

namespace {

int nearest_of_eight(double direction_deg) {
  const auto bin = static_cast<int>(std::lround(direction_deg / 45.0)) % 8;
  return bin < 0 ? bin + 8 : bin;
}

/// What makes a drifting grating another one, whatever its direction.
Stimulus without_direction(const Stimulus& stimulus) {
  Stimulus plain;
  plain.kind = stimulus.kind;
  plain.spatial_frequency_cpd = stimulus.spatial_frequency_cpd;
  plain.temporal_frequency_Hz = stimulus.temporal_frequency_Hz;
  plain.contrast = stimulus.contrast;
  plain.square_wave = stimulus.square_wave;
  if (stimulus.aperture.shape != Aperture::Shape::none)
    plain.aperture = stimulus.aperture;
  return plain;
}

} // namespace

std::int64_t TuningCounts::Grating::total_ms() const {
  return std::accumulate(ms.begin(), ms.end(), std::int64_t{0});
}

void TuningCounts::reset(std::uint32_t neurons) {
  neurons_ = neurons;
  shown_ = none;
  steps_ = 0;
  gratings_.clear();
  latest_ = 0;
  all_.assign(neurons, 0);
}

TuningCounts::Grating& TuningCounts::grating_of(const Stimulus& stimulus) {
  const Stimulus wanted = without_direction(stimulus);
  auto found = std::ranges::find(gratings_, wanted, &Grating::shown);
  if (found == gratings_.end() && gratings_.size() < most_gratings)
    found = gratings_.emplace(gratings_.end(), Grating{.shown = wanted, .ms = {}, .counts = {}});
  else if (found == gratings_.end()) { // a slider that was dragged left many behind, each for an instant
    found = std::ranges::min_element(gratings_, {}, &Grating::total_ms);
    *found = {.shown = wanted, .ms = {}, .counts = {}};
  }
  latest_ = static_cast<std::size_t>(found - gratings_.begin());
  return *found;
}

void TuningCounts::show(const StimulusEpoch& epoch) {
  shown_ = none;
  if (epoch.stimulus.kind != StimulusKind::drifting_grating || epoch.grating.contrast <= 0.0)
    return;
  shown_ = nearest_of_eight(epoch.stimulus.direction_deg);
  auto& counts = grating_of(epoch.stimulus).counts[static_cast<std::size_t>(shown_)];
  if (counts.empty())
    counts.assign(neurons_, 0);
}

void TuningCounts::append(const SpikeBlock& block, const std::vector<StimulusEpoch>& epochs) {
  auto next = epochs.begin();
  for (std::int64_t ms = block.first_ms; ms < block.end_ms(); ++ms) {
    for (; next != epochs.end() && next->from_ms <= ms; ++next)
      show(*next);
    ++steps_;
    const auto fired = block.at(ms);
    for (const std::uint32_t neuron : fired)
      ++all_[neuron];
    if (shown_ == none)
      continue;
    Grating& grating = gratings_[latest_];
    ++grating.ms[static_cast<std::size_t>(shown_)];
    auto& counts = grating.counts[static_cast<std::size_t>(shown_)];
    for (const std::uint32_t neuron : fired)
      ++counts[neuron];
  }
  // An edit after the last step of the block acts from the next one on.
  for (; next != epochs.end(); ++next)
    show(*next);
}

TuningEstimate TuningCounts::estimate(std::uint32_t neuron) const {
  TuningEstimate estimate;
  if (gratings_.empty())
    return estimate;
  const Grating& grating = gratings_[latest_];
  for (std::size_t k = 0; k < directions; ++k) {
    estimate.seconds[k] = static_cast<double>(grating.ms[k]) / 1000.0;
    estimate.spikes[k] = grating.counts[k].empty() ? 0.0 : static_cast<double>(grating.counts[k][neuron]);
  }
  return estimate;
}

std::optional<Stimulus> TuningCounts::grating() const {
  if (gratings_.empty())
    return std::nullopt;
  return gratings_[latest_].shown;
}

} // namespace striate
