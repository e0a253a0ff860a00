// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/recording/spike_rates.h"

#include "ui/live/live_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {

namespace {

constexpr std::int64_t window_ms = 3000;
constexpr double weight = 0.02; ///< of a new snapshot: the mean of about a second

} // namespace

void LiveSpikeRates::follow(const LiveData& data) {
  const Snapshot* now = data.latest();
  if (!now || std::isnan(now->lgn_mean_Hz))
    return;
  if (!any_ || now->epoch != epoch_)
    lgn_mean_Hz_ = now->lgn_mean_Hz;
  lgn_mean_Hz_ += weight * (now->lgn_mean_Hz - lgn_mean_Hz_);
  epoch_ = now->epoch;
  any_ = true;
}

SpikeRates LiveSpikeRates::rates(const LiveData& data) const {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  SpikeRates rates{.v1_Hz = unknown, .lgn_Hz = unknown, .background_Hz = unknown};
  const Snapshot* now = data.latest();
  if (!now || !now->network)
    return rates;
  rates.background_Hz = now->network->background.source_count * now->parameters.number("background-rate");
  const SpikeHistory& spikes = data.spikes();
  const std::int64_t end = spikes.end_ms(), from = std::max(spikes.first_ms(), end - window_ms);
  if (from >= end)
    return rates;
  std::size_t count = 0;
  spikes.for_each_step(from, end, [&](std::int64_t, std::span<const std::uint32_t> ids) { count += ids.size(); });
  rates.v1_Hz = 1000.0 * static_cast<double>(count) / static_cast<double>(end - from);
  if (any_)
    rates.lgn_Hz = lgn_mean_Hz_ * now->network->lgn_units.size();
  return rates;
}

} // namespace striate
