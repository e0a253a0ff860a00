// SPDX-License-Identifier: Apache-2.0
#include "engine/training/optimizer/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace striate {

double LearningRate::at(std::int64_t update) const {
  if (schedule == Schedule::constant)
    return constant;
  const auto n = static_cast<double>(update);
  if (update < warmup_updates) {
    if (warmup_updates == 1)
      return warmup_target;
    return warmup_start + (warmup_target - warmup_start) * std::min(1.0, n / std::max(1, warmup_updates - 1));
  }
  const double done = cosine_updates > 0 ? std::min(1.0, (n - warmup_updates) / cosine_updates) : 1.0;
  // docs/model/training.md#eq-13
  return cosine_min + (warmup_target - cosine_min) * (1.0 + std::cos(std::numbers::pi * done)) / 2.0;
}

} // namespace striate
