// SPDX-License-Identifier: Apache-2.0
#include "ui/live/traces.h"

#include "engine/session/lgn_sample.h"

#include <algorithm>

namespace striate {

namespace {

// Dropping from the front moves everything behind it, so it is done only when a good part has become old.
constexpr std::size_t drop_at_least = 8192;

std::size_t old_samples(const std::vector<double>& time_ms, double before_ms) {
  const auto count = std::lower_bound(time_ms.begin(), time_ms.end(), before_ms) - time_ms.begin();
  return static_cast<std::size_t>(count) < drop_at_least ? 0 : static_cast<std::size_t>(count);
}

void drop_front(std::vector<double>& values, std::size_t count) {
  values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size())));
}

void drop_old_spikes(std::vector<double>& spike_ms, double before_ms) {
  spike_ms.erase(spike_ms.begin(), std::lower_bound(spike_ms.begin(), spike_ms.end(), before_ms));
}

} // namespace

void LgnHistory::append(const Snapshot::LgnSample& sample, std::int64_t first_ms) {
  append_lgn_sample(trace, luminance, sample, first_ms);
}

void LgnHistory::drop_before(double time_ms) {
  const std::size_t old = old_samples(trace.time_ms, time_ms);
  if (old == 0)
    return;
  drop_front(trace.time_ms, old);
  drop_front(trace.rate_Hz, old);
  drop_front(luminance, old);
  drop_old_spikes(trace.spike_ms, time_ms);
}

void LgnHistory::clear() {
  trace.time_ms.clear();
  trace.rate_Hz.clear();
  trace.spike_ms.clear();
  luminance.clear();
}

void NeuronHistory::append(const std::vector<NeuronSample>& samples, std::uint32_t neuron, const SpikeBlock& block) {
  const auto count = std::min(static_cast<std::int64_t>(samples.size()), block.steps());
  for (std::int64_t i = 0; i < count; ++i) {
    const NeuronSample& sample = samples[samples.size() - static_cast<std::size_t>(count - i)];
    const std::int64_t ms = block.end_ms() - count + i;
    time_ms.push_back(static_cast<double>(ms));
    v_mV.push_back(static_cast<double>(sample.v_mV));
    synaptic_pA.push_back(static_cast<double>(sample.synaptic_pA));
    asc_pA.push_back(static_cast<double>(sample.asc_pA));
    threshold_mV = static_cast<double>(sample.threshold_mV);
    const auto fired = block.at(ms);
    if (std::binary_search(fired.begin(), fired.end(), neuron))
      spike_ms.push_back(static_cast<double>(ms));
  }
}

void NeuronHistory::drop_before(double before_ms) {
  const std::size_t old = old_samples(time_ms, before_ms);
  if (old == 0)
    return;
  for (auto* values : {&time_ms, &v_mV, &synaptic_pA, &asc_pA})
    drop_front(*values, old);
  drop_old_spikes(spike_ms, before_ms);
}

void NeuronHistory::clear() {
  *this = NeuronHistory{};
}

} // namespace striate
