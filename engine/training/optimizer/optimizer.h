// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/kernels/optimizer_update.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

struct OptimizerSettings {
  enum class Kind : std::uint8_t {
    exp_adam, ///< Adam on log |w|: a weight keeps its sign exactly (Dale's law) and one that is 0 stays 0
    adam,
    sgd
  } kind = Kind::exp_adam;
  double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-11;
  double momentum = 0.0;   ///< sgd
  double clip_norm = 0.0;  ///< longest gradient over all weights together; 0 = any
  double clip_value = 0.0; ///< largest component of it; 0 = any
};

/// Moments of one set of weights; a value to save and restore.
struct OptimizerMoments {
  std::vector<float> first, second; ///< second is empty for sgd
};

/// The weights one update works on.
struct WeightView {
  std::span<float> weight;
  std::span<const float> gradient;
  std::span<const float> initial; ///< weights never leave the side of 0 that these are on; empty = unconstrained
  /// The variable is weight / unit[target[k]] (docs/model/training.md#eq-14); empty target: weight itself.
  std::span<const std::uint32_t> target;
  std::span<const float> unit;
  OptimizerMoments* moments = nullptr; ///< sized at first use
};

/// Of update number n = 0, 1, ... with a gradient of this length.
OptimizerConstants optimizer_constants(const OptimizerSettings& settings, std::int64_t update, double learning_rate,
                                       double length);

/// Takes one step of all sets of weights together, update number n = 0, 1, ... The same bits for any number of threads.
/// Returns the length of the gradient before it was clipped; when that is not finite nothing is changed.
double take_step(const OptimizerSettings& settings, std::span<const WeightView> sets, std::int64_t update,
                 double learning_rate, ThreadPool& pool);

} // namespace striate
