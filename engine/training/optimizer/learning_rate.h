// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace striate {

/// The learning rate of update n = 0, 1, ... (docs/model/training.md#eq-13).
struct LearningRate {
  enum class Schedule : std::uint8_t { constant, warmup_cosine } schedule = Schedule::constant;
  double constant = 0.005;
  double warmup_start = 0.08, warmup_target = 0.04;
  int warmup_updates = 120;
  double cosine_min = 0.001;
  int cosine_updates = 880;

  double at(std::int64_t update) const;
};

} // namespace striate
