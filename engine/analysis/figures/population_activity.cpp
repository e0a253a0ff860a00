// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/live_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {
namespace {

constexpr std::uint8_t outside = 255;

/// i1, i23, e23, i4, e4, i5, e5, i6, e6; inhibition is pooled.
std::uint8_t pooled_class(const StudyPopulation& population) {
  switch (population.layer) {
  case 1:
    return 0;
  case 2:
    return population.excitatory ? 2 : 1;
  case 4:
    return population.excitatory ? 4 : 3;
  case 5:
    return population.excitatory ? 6 : 5;
  case 6:
    return population.excitatory ? 8 : 7;
  default:
    return outside;
  }
}

} // namespace

PopulationActivity::PopulationActivity(const Network& network, double bin_ms, double keep_ms, double core_radius_um)
    : bin_ms_(std::max(1.0, bin_ms)), keep_bins_(static_cast<std::int64_t>(std::ceil(keep_ms / bin_ms_))) {
  const StudyNeurons neurons = study_neurons(network);
  classify(neurons, neurons.core(core_radius_um));
}

PopulationActivity::PopulationActivity(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask,
                                       double bin_ms, double keep_ms)
    : bin_ms_(std::max(1.0, bin_ms)), keep_bins_(static_cast<std::int64_t>(std::ceil(keep_ms / bin_ms_))) {
  classify(neurons, mask);
}

void PopulationActivity::classify(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask) {
  class_of_neuron_.assign(neurons.size(), outside);
  for (std::uint32_t i = 0; i < neurons.size(); ++i)
    if (mask[i] != 0)
      if (const std::uint8_t pooled = pooled_class(neurons.of(i)); pooled != outside) {
        class_of_neuron_[i] = pooled;
        ++neurons_in_class_[pooled];
      }
}

std::int64_t PopulationActivity::bin_of(std::int64_t ms) const {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(ms) / bin_ms_));
}

void PopulationActivity::start(std::int64_t first_ms) {
  clear();
  started_ = true;
  next_ms_ = first_ms;
  first_bin_ = bin_of(first_ms);
  if (bin_of(first_ms - 1) == first_bin_)
    ++first_bin_; // the bin began before the first block: it can never be complete
}

void PopulationActivity::append(const SpikeBlock& block) {
  if (block.steps() == 0)
    return;
  if (!started_ || block.first_ms != next_ms_)
    start(block.first_ms);
  for (; next_ms_ < block.end_ms(); ++next_ms_) {
    const std::int64_t bin = bin_of(next_ms_);
    if (bin < end_bin())
      continue;
    for (const std::uint32_t id : block.at(next_ms_))
      if (id < class_of_neuron_.size() && class_of_neuron_[id] != outside)
        ++open_[class_of_neuron_[id]];
    if (bin_of(next_ms_ + 1) != bin) {
      bins_.push_back(open_);
      open_ = {};
    }
  }
  while (static_cast<std::int64_t>(bins_.size()) > keep_bins_) {
    bins_.pop_front();
    ++first_bin_;
  }
}

void PopulationActivity::clear() {
  started_ = false;
  first_bin_ = 0;
  next_ms_ = 0;
  open_ = {};
  bins_.clear();
}

double PopulationActivity::rate_Hz(int class_index, std::int64_t bin) const {
  const auto index = static_cast<std::size_t>(class_index);
  if (bin < first_bin_ || bin >= end_bin() || neurons_in_class_.at(index) == 0)
    return std::numeric_limits<double>::quiet_NaN();
  return bins_[static_cast<std::size_t>(bin - first_bin_)][index] / (neurons_in_class_[index] * bin_ms_ / 1000.0);
}

double PopulationActivity::mean_rate_Hz(int class_index, double from_ms, double to_ms) const {
  const auto first = std::max(first_bin_, static_cast<std::int64_t>(std::ceil(from_ms / bin_ms_)));
  const auto last = std::min(end_bin(), static_cast<std::int64_t>(std::ceil(to_ms / bin_ms_)));
  double sum = 0.0;
  for (std::int64_t bin = first; bin < last; ++bin)
    sum += rate_Hz(class_index, bin);
  return first < last ? sum / static_cast<double>(last - first) : std::numeric_limits<double>::quiet_NaN();
}

const char* PopulationActivity::class_label(int class_index) {
  static constexpr std::array labels{"L1 inh", "L2/3 inh", "L2/3 exc", "L4 inh", "L4 exc",
                                     "L5 inh", "L5 exc",   "L6 inh",   "L6 exc"};
  static_assert(labels.size() == class_count);
  return labels.at(static_cast<std::size_t>(class_index));
}

} // namespace striate
