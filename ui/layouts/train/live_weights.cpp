// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/train/live_weights.h"

#include <algorithm>

namespace striate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds shortest_interval{3};
constexpr int cost_share = 10; ///< an interval is at least this many times as long as lending took

} // namespace

void LiveWeights::set_wanted(bool wanted) {
  if (wanted_.exchange(wanted) && !wanted)
    returning_.start([this] { give_back(); });
}

void LiveWeights::offer(const std::shared_ptr<const Network>& network,
                        const std::function<std::shared_ptr<const Network>()>& trained) {
  if (!wanted())
    return;
  const std::lock_guard lock(mutex_);
  const auto start = Clock::now();
  if (lent_ == network && start < next_)
    return;
  service_.use_weights(network, trained());
  lent_ = network;
  const auto end = Clock::now();
  next_ = end + std::max<Clock::duration>(shortest_interval, cost_share * (end - start));
}

void LiveWeights::give_back() {
  const std::lock_guard lock(mutex_);
  if (wanted() || !lent_)
    return;
  service_.use_weights(lent_, lent_);
  lent_.reset();
}

} // namespace striate
