// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/training/losses/recorded_targets.h"
#include "engine/training/trials/trial.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Synchronization: the Fano factor of the summed spikes of random populations against the recorded one, bin width by
/// bin width (docs/model/training.md#eq-9).
class FanoLoss {
public:
  static constexpr int onset_ms = 200; ///< left out
  struct Population {
    int trial = 0;
    std::vector<std::uint32_t> members;
  };
  /// cells: the neurons that populations are drawn from; fewer than 15 give no loss.
  FanoLoss(std::vector<std::uint32_t> cells, std::vector<FanoTarget> targets, double cost);

  /// Random populations, at least 15 cells each without repeats, consecutive in random permutations of the cells.
  std::vector<Population> draw(int count, int trials, std::uint64_t key) const;

  /// y[population][step in the window]: summed spikes. Sets gradient (same shape) to dLoss/dy.
  double evaluate(std::span<const std::vector<double>> y, std::span<std::vector<double>> gradient) const;
  bool active() const { return cells_.size() >= 15 && !targets_.empty() && cost_ != 0.0; }

private:
  std::vector<std::uint32_t> cells_;
  std::vector<FanoTarget> targets_;
  double cost_;
};

} // namespace striate
