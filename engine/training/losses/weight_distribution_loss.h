// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Keeps the distribution of recurrent weights of every pair of cell types (19 x 19) near the initial one: mean over
/// pairs of the Wasserstein-1 distance (docs/model/training.md#eq-10), in units of the weight over S of its target.
class WeightDistributionLoss {
public:
  /// unit: S of every neuron, mV.
  WeightDistributionLoss(const Network& network, const ModelTables& tables, std::span<const float> initial,
                         std::span<const float> unit, double strength, ThreadPool& pool);

  /// Adds dLoss/dweight, per pA.
  double evaluate(std::span<const float> weight, std::span<float> gradient, ThreadPool& pool) const;

  // What it is made of, for a back end that sorts elsewhere: groups, with weight / unit of their edges.
  std::span<const std::size_t> starts() const { return start_; } ///< [group + 1] into edges() and initial()
  std::span<const std::uint32_t> edges() const { return edge_; }
  std::span<const float> initial() const { return initial_; } ///< sorted within each group
  double slope(std::size_t group) const;                      ///< loss for a distance of 1 of one edge; of a used group

private:
  struct Ranked {
    std::uint32_t key = 0; ///< orders like the number it spells
    std::uint32_t edge = 0;
  };
  std::vector<Ranked> sorted(std::size_t group, std::span<const float> weight) const;

  const Network& network_;
  std::vector<float> unit_;
  double strength_;
  std::size_t used_groups_ = 0;
  std::vector<std::size_t> start_;  ///< [group + 1] into edge_ and initial_
  std::vector<std::uint32_t> edge_; ///< of each group
  std::vector<float> initial_;      ///< of each group, sorted
};

} // namespace striate
