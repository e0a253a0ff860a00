// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/neuron_groups.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Distance between the distribution of rates and that of the recordings, type by type: quantile Huber loss of the
/// sorted rates (docs/model/training.md#eq-5).
class RateLoss {
public:
  enum class Weights : std::uint8_t {
    reference, ///< tau weighs rates above their target: the mirror image of quantile regression, as published
    standard   ///< tau weighs rates below their target
  };
  /// targets: per group, sorted, spikes/ms.
  RateLoss(NeuronGroups groups, std::vector<std::vector<double>> targets, double cost, Weights weights);

  /// rate: of every neuron of the network, spikes/ms, mean over trials. Adds dLoss/drate to `gradient` (same length).
  /// tie_key: order among equal rates, another one in every update.
  double evaluate(std::span<const double> rate, std::uint64_t tie_key, std::span<double> gradient) const;

private:
  NeuronGroups groups_;
  std::vector<std::vector<double>> targets_;
  double cost_;
  Weights weights_;
};

} // namespace striate
