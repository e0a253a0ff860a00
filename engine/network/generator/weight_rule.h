// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

namespace striate {

/// The weight of a recurrent edge (docs/model/network.md#eq-8) as pure functions.

/// A uniform number of [0, 1) moved strictly inside, so that its normal quantile is finite.
inline double inner(double uniform) {
  return (1.0 - 0x1p-52) * uniform + 0x1p-53;
}

/// What (source population, target cell model) decide.
struct WeightPair {
  double scale = 0.0;        ///< sign * (m/u) * a, pA times target size
  double log_spread = 0.0;   ///< s
  bool like_to_like = false; ///< level by the difference of preferred directions, without noise (E to E)
  double jitter_deg = 0.0;   ///< kappa of the other pairs
  double b1 = 1.0, b2 = 1.0;
};

WeightPair weight_pair(const ModelTables& tables, std::size_t source_population, std::size_t target_model);

/// Quantile level of rule "l2l" (docs/model/network.md#eq-9); `normal` is a standard normal number (unused between
/// excitatory neurons).
double like_to_like_level(const WeightPair& pair, double source_tuning_deg, double target_tuning_deg, double normal);

/// Weight in pA (docs/model/network.md#eq-8) for a level (rule "nll": a uniform number) and the target's size.
double recurrent_weight(const WeightPair& pair, double level, double target_size);

} // namespace striate
