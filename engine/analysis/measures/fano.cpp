// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/measures/fano.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/normal.h"
#include "engine/core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace striate {
namespace {

constexpr int width_count = 20;

/// The neurons of a sample, drawn without replacement.
std::vector<std::uint32_t> group_of(std::vector<std::uint32_t> neurons, std::uint32_t sample,
                                    const FanoSampler::Options& options) {
  RandomSequence random(options.seed, Stream::analysis_sample, sample, 1);
  const double size =
      options.group_mean + options.group_sd * normal_quantile(random.uniform_positive() * (1.0 - 1e-12));
  const auto most = static_cast<double>(neurons.size());
  const auto count = static_cast<std::size_t>(
      std::clamp(std::trunc(size), std::min(static_cast<double>(options.smallest_group), most), most));
  for (std::size_t i = 0; i < count; ++i) {
    const auto other = i + static_cast<std::size_t>(random.uniform() * static_cast<double>(neurons.size() - i));
    std::swap(neurons[i], neurons[other]);
  }
  neurons.resize(count);
  return neurons;
}

/// The milliseconds in which each neuron fired, neuron by neuron: a sample reads only its own.
struct SpikesByNeuron {
  std::vector<std::uint32_t> first; ///< [neurons + 1]
  std::vector<std::uint32_t> ms;

  SpikesByNeuron(const TrialSpikes& spikes, const SpikeWindow& window) {
    const auto most = std::max_element(spikes.neuron.begin(), spikes.neuron.end());
    first.assign(most == spikes.neuron.end() ? 1 : *most + 2UL, 0);
    std::vector<std::int64_t> step(spikes.size());
    for (std::size_t i = 0; i < spikes.size(); ++i)
      if (step[i] = millisecond_of(window, spikes.time_ms[i]); step[i] >= 0)
        ++first[spikes.neuron[i] + 1UL];
    std::partial_sum(first.begin(), first.end(), first.begin());
    ms.resize(first.back());
    std::vector<std::uint32_t> next = first;
    for (std::size_t i = 0; i < spikes.size(); ++i)
      if (step[i] >= 0)
        ms[next[spikes.neuron[i]]++] = static_cast<std::uint32_t>(step[i]);
  }

  /// Spikes per ms of a group; false when it is silent.
  bool pool(const std::vector<std::uint32_t>& group, std::vector<std::uint32_t>& counts) const {
    std::fill(counts.begin(), counts.end(), 0);
    bool any = false;
    for (const std::uint32_t neuron : group)
      if (neuron + 1UL < first.size())
        for (std::uint32_t i = first[neuron]; i < first[neuron + 1UL]; ++i) {
          ++counts[ms[i]];
          any = true;
        }
    return any;
  }
};

} // namespace

std::vector<FanoWidth> fano_widths(double window_ms) {
  std::vector<FanoWidth> widths;
  for (int b = 0; b < width_count; ++b) {
    const double seconds = std::pow(10.0, -3.0 + 3.0 * b / (width_count - 1));
    if (seconds < window_ms / 1000.0 / 5.0)
      widths.push_back({b, seconds, std::max(1, static_cast<int>(std::lround(1000.0 * seconds)))});
  }
  return widths;
}

double fano_factor(std::span<const std::uint32_t> spikes_per_ms, int bin_ms) {
  const std::size_t bins = spikes_per_ms.size() / static_cast<std::size_t>(bin_ms);
  double sum = 0.0, square = 0.0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const auto counts = spikes_per_ms.subspan(bin * static_cast<std::size_t>(bin_ms), static_cast<std::size_t>(bin_ms));
    const double count = std::accumulate(counts.begin(), counts.end(), 0.0);
    sum += count;
    square += count * count;
  }
  if (!(sum > 0.0))
    return 0.0;
  const auto n = static_cast<double>(bins);
  // docs/model/analysis.md#eq-9
  return (square / n - (sum / n) * (sum / n)) / (sum / n);
}

FanoSampler::FanoSampler(std::vector<std::uint32_t> pool_neurons, SpikeWindow window, int trials, Options options)
    : neurons_(std::move(pool_neurons)), window_(window), options_(options),
      samples_of_trial_(static_cast<std::size_t>(std::max(trials, 0))),
      widths_(fano_widths(window.to_ms - window.from_ms)), values_(widths_.size()) {
  if (neurons_.empty() || samples_of_trial_.empty())
    return;
  for (std::uint32_t sample = 0; sample < static_cast<std::uint32_t>(std::max(options_.samples, 0)); ++sample) {
    RandomSequence random(options_.seed, Stream::analysis_sample, sample, 0);
    samples_of_trial_[static_cast<std::size_t>(random.uniform() * trials)].push_back(sample);
  }
}

void FanoSampler::add(int trial, const TrialSpikes& spikes) {
  const std::vector<std::uint32_t>& samples = samples_of_trial_.at(static_cast<std::size_t>(trial));
  if (samples.empty() || window_.empty())
    return;
  const SpikesByNeuron by_neuron(spikes, window_);
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(window_.to_ms - window_.from_ms));
  for (const std::uint32_t sample : samples)
    if (by_neuron.pool(group_of(neurons_, sample, options_), counts)) // a silent sample says nothing
      for (std::size_t w = 0; w < widths_.size(); ++w)
        values_[w].push_back(fano_factor(counts, widths_[w].ms));
}

FanoCurve FanoSampler::curve() const {
  FanoCurve curve;
  curve.widths = widths_;
  curve.samples = values_.empty() ? 0 : static_cast<int>(values_.front().size());
  for (const std::vector<double>& values : values_) {
    curve.mean.push_back(mean(values));
    curve.sd.push_back(population_sd(values));
    curve.sem.push_back(population_sd(values) / std::sqrt(static_cast<double>(values.size())));
  }
  return curve;
}

} // namespace striate
