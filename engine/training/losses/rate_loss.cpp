// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/rate_loss.h"

#include "engine/core/random.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace striate {

namespace {

constexpr double knee = 0.002; ///< spikes/ms: quadratic below, linear above

double huber(double u) {
  const double size = std::abs(u);
  return size <= knee ? u * u / (2.0 * knee) : size - knee / 2.0;
}

} // namespace

RateLoss::RateLoss(NeuronGroups groups, std::vector<std::vector<double>> targets, double cost, Weights weights)
    : groups_(std::move(groups)), targets_(std::move(targets)), cost_(cost), weights_(weights) {}

double RateLoss::evaluate(std::span<const double> rate, std::uint64_t tie_key, std::span<double> gradient) const {
  const auto total = static_cast<double>(groups_.count());
  double loss = 0.0;
  struct Ranked {
    double rate;
    std::uint32_t tie, neuron;
    bool operator<(const Ranked& other) const {
      return std::tie(rate, tie, neuron) < std::tie(other.rate, other.tie, other.neuron);
    }
  };
  std::vector<Ranked> ranked;
  for (std::size_t g = 0; g < groups_.members.size(); ++g) {
    ranked.clear();
    for (const std::uint32_t i : groups_.members[g])
      ranked.push_back({rate[i], philox(tie_key, Stream::stimulus, i, 1, 0).x0, i});
    std::sort(ranked.begin(), ranked.end());
    const auto n = static_cast<double>(ranked.size());
    for (std::size_t j = 0; j < ranked.size(); ++j) {
      // docs/model/training.md#eq-5; the gradient is docs/model/training.md#eq-6 without 1 / (B W).
      const double u = ranked[j].rate - targets_[g][j];
      const double tau = static_cast<double>(j + 1) / n;
      const bool above = u > 0.0;
      const double weight = above == (weights_ == Weights::reference) ? tau : 1.0 - tau;
      loss += cost_ * weight * huber(u) / total;
      gradient[ranked[j].neuron] += cost_ * weight * std::clamp(u / knee, -1.0, 1.0) / total;
    }
  }
  return loss;
}

} // namespace striate
