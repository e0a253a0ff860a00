// SPDX-License-Identifier: Apache-2.0
#include "engine/training/optimizer/optimizer.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr std::size_t block = 4096;

// Loops over a block of weights.

STRIATE_SIMD void prepare(const float* __restrict gradient, const float* __restrict unit, std::size_t count,
                          const OptimizerConstants& constants, float* __restrict out) {
  const OptimizerConstants c = constants;
  for (std::size_t k = 0; k < count; ++k)
    out[k] = clipped_gradient(gradient[k], unit[k], c);
}

STRIATE_SIMD void update_all_moments(const float* __restrict g, std::size_t count, const OptimizerConstants& constants,
                                     float* __restrict first, float* __restrict second) {
  const OptimizerConstants c = constants;
  for (std::size_t k = 0; k < count; ++k)
    update_moments(g[k], c, first[k], second[k]);
}

STRIATE_SIMD void exponentiated_steps(const float* __restrict first, const float* __restrict second, std::size_t count,
                                      const OptimizerConstants& constants, float* __restrict weight) {
  const OptimizerConstants c = constants;
  for (std::size_t k = 0; k < count; ++k)
    exponentiated_step(first[k], second[k], c, weight[k]);
}

STRIATE_SIMD void additive_steps(const float* __restrict first, const float* __restrict second,
                                 const float* __restrict unit, std::size_t count, const OptimizerConstants& constants,
                                 float* __restrict weight) {
  const OptimizerConstants c = constants;
  for (std::size_t k = 0; k < count; ++k)
    additive_step(first[k], second[k], unit[k], c, weight[k]);
}

STRIATE_SIMD void momentum_steps(const float* __restrict g, const float* __restrict unit, std::size_t count,
                                 const OptimizerConstants& constants, float* __restrict velocity,
                                 float* __restrict weight) {
  const OptimizerConstants c = constants;
  for (std::size_t k = 0; k < count; ++k)
    momentum_step(g[k], unit[k], c, velocity[k], weight[k]);
}

STRIATE_SIMD void keep_signs(const float* __restrict initial, std::size_t count, float* __restrict weight) {
  for (std::size_t k = 0; k < count; ++k)
    weight[k] = kept_sign(initial[k], weight[k]);
}

/// unit of the weights begin..begin+count of a set; a scratch of `block` floats.
const float* units(const WeightView& set, std::size_t begin, std::size_t count, float* scratch) {
  for (std::size_t k = 0; k < count; ++k)
    scratch[k] = set.target.empty() ? 1.0f : set.unit[set.target[begin + k]];
  return scratch;
}

double squared_length(const WeightView& set, ThreadPool& pool) {
  std::vector<double> partial((set.gradient.size() + block - 1) / block);
  pool.for_blocks(partial.size(), 16, [&](std::size_t first, std::size_t last) {
    float unit[block];
    for (std::size_t b = first; b < last; ++b) {
      const std::size_t begin = b * block;
      const std::size_t count = std::min(block, set.gradient.size() - begin);
      units(set, begin, count, unit);
      double sum = 0.0;
      for (std::size_t k = 0; k < count; ++k) {
        const double g = static_cast<double>(set.gradient[begin + k]) * unit[k];
        sum += g * g;
      }
      partial[b] = sum;
    }
  });
  double sum = 0.0;
  for (const double part : partial)
    sum += part;
  return sum;
}

} // namespace

OptimizerConstants optimizer_constants(const OptimizerSettings& settings, std::int64_t update, double learning_rate,
                                       double length) {
  OptimizerConstants constants;
  // docs/model/training.md#eq-14
  const bool shorten = settings.clip_norm > 0.0 && length > settings.clip_norm;
  constants.factor = static_cast<float>(shorten ? settings.clip_norm / length : 1.0);
  if (settings.clip_value > 0.0)
    constants.limit = static_cast<float>(settings.clip_value);
  const bool adaptive = settings.kind != OptimizerSettings::Kind::sgd;
  const auto n = static_cast<double>(update + 1);
  // alpha of docs/model/training.md#eq-11
  const double correction =
      adaptive ? std::sqrt(1.0 - std::pow(settings.beta_2, n)) / (1.0 - std::pow(settings.beta_1, n)) : 1.0;
  constants.keep_1 = static_cast<float>(1.0 - settings.beta_1);
  constants.keep_2 = static_cast<float>(1.0 - settings.beta_2);
  constants.alpha = static_cast<float>(learning_rate * correction);
  constants.epsilon = static_cast<float>(settings.epsilon);
  constants.momentum = static_cast<float>(settings.momentum);
  return constants;
}

double take_step(const OptimizerSettings& settings, std::span<const WeightView> sets, std::int64_t update,
                 double learning_rate, ThreadPool& pool) {
  double squares = 0.0;
  for (const WeightView& set : sets)
    squares += squared_length(set, pool);
  const double length = std::sqrt(squares);
  if (!std::isfinite(length))
    return length;
  const bool adaptive = settings.kind != OptimizerSettings::Kind::sgd;
  const OptimizerConstants constants = optimizer_constants(settings, update, learning_rate, length);
  for (const WeightView& set : sets) {
    set.moments->first.resize(set.weight.size());
    set.moments->second.resize(adaptive ? set.weight.size() : 0);
    pool.for_blocks((set.weight.size() + block - 1) / block, 16, [&](std::size_t first_block, std::size_t last_block) {
      float unit[block];
      float g[block];
      for (std::size_t b = first_block; b < last_block; ++b) {
        const std::size_t begin = b * block;
        const std::size_t count = std::min(block, set.weight.size() - begin);
        units(set, begin, count, unit);
        prepare(set.gradient.data() + begin, unit, count, constants, g);
        float* weight = set.weight.data() + begin;
        float* first = set.moments->first.data() + begin;
        if (!adaptive) {
          momentum_steps(g, unit, count, constants, first, weight);
        } else {
          float* second = set.moments->second.data() + begin;
          update_all_moments(g, count, constants, first, second);
          if (settings.kind == OptimizerSettings::Kind::exp_adam)
            exponentiated_steps(first, second, count, constants, weight);
          else
            additive_steps(first, second, unit, count, constants, weight);
        }
        if (!set.initial.empty())
          keep_signs(set.initial.data() + begin, count, weight);
      }
    });
  }
  return length;
}

} // namespace striate
