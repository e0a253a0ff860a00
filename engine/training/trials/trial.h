// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/simulation/simulator.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace striate {

/// Everything one rollout reads besides the weights. Steps count from 1 as in docs/model/dynamics.md#basis4-one-step;
/// entry t - 1 belongs to step t.
struct Trial {
  std::shared_ptr<const SimulatorState> initial; ///< state before step 1
  std::vector<std::vector<std::uint32_t>> lgn;   ///< [steps] LGN units that fire, ascending
  std::vector<std::uint32_t> background;         ///< [steps][sources] Poisson counts

  int steps() const { return static_cast<int>(lgn.size()); }
};

/// The spikes of one trial, step by step.
class SpikeTrains {
public:
  int steps() const { return static_cast<int>(end_.size()) - 1; }
  void clear() {
    ids_.clear();
    end_.assign(1, 0);
  }
  void append(std::span<const std::uint32_t> ids) { ids_.insert(ids_.end(), ids.begin(), ids.end()); }
  void close_step() { end_.push_back(ids_.size()); }
  /// Ids that fired in step t = 1..steps(), ascending.
  std::span<const std::uint32_t> step(int t) const {
    const auto index = static_cast<std::size_t>(t);
    return {ids_.data() + end_[index - 1], ids_.data() + end_[index]};
  }
  std::size_t count() const { return ids_.size(); }

private:
  std::vector<std::uint32_t> ids_;
  std::vector<std::size_t> end_{0};
};

/// Spikes of step t, also before the first step, where the initial state remembers them.
inline std::span<const std::uint32_t> spikes_at(const Trial& trial, const SpikeTrains& trains, int t) {
  if (t >= 1)
    return trains.step(t);
  const auto ago = static_cast<std::size_t>(-t);
  return ago < trial.initial->spikes.size() ? std::span<const std::uint32_t>(trial.initial->spikes[ago])
                                            : std::span<const std::uint32_t>();
}

/// The weights under training, pA, in the order of the network's projections.
struct TrainingWeights {
  std::vector<float> recurrent, lgn, background;
  /// Another one whenever the numbers are others: who has a copy sees that it is up to date. 0: not kept.
  std::uint64_t revision = 0;
};

/// Derivatives by the weights, per pA, same order; those of a frozen projection are empty.
template <typename Real>
struct WeightGradient {
  std::vector<Real> recurrent, lgn, background;
};

} // namespace striate
