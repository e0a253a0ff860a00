#include "engine/training/optimizer.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace striate {

namespace {

constexpr std::size_t block = 4096;

/// exp(x) for the small steps of an update, the same on every machine: 2^n exp(r) by its series, |r| <= ln 2 / 2.
inline float exponential(float x) {
  const float limited = x < -20.0f ? -20.0f : (x > 20.0f ? 20.0f : x);
  const float n = std::nearbyint(limited * 1.44269504f);
  const float r = (limited - n * 0.693359375f) + n * 2.12194440e-4f;
  float series = 1.0f / 5040.0f;
  series = series * r + 1.0f / 720.0f;
  series = series * r + 1.0f / 120.0f;
  series = series * r + 1.0f / 24.0f;
  series = series * r + 1.0f / 6.0f;
  series = series * r + 0.5f;
  series = series * r + 1.0f;
  series = series * r + 1.0f;
  return series * std::bit_cast<float>((127 + static_cast<std::int32_t>(n)) << 23);
}

struct Constants {
  float keep_1, keep_2; ///< 1 - beta
  float alpha, epsilon, momentum;
};

/// gradient of the variable: clipped, in its unit.
STRIATE_SIMD void prepare(const float* __restrict gradient, const float* __restrict unit, std::size_t count,
                          float factor, float limit, float* __restrict out) {
  for (std::size_t k = 0; k < count; ++k) {
    const float g = gradient[k] * unit[k] * factor;
    const float below = g < limit ? g : limit;
    out[k] = below > -limit ? below : -limit;
  }
}

STRIATE_SIMD void update_moments(const float* __restrict g, std::size_t count, const Constants& c,
                                 float* __restrict first, float* __restrict second) {
  const float keep_1 = c.keep_1;
  const float keep_2 = c.keep_2;
  for (std::size_t k = 0; k < count; ++k) {
    first[k] += keep_1 * (g[k] - first[k]);
    second[k] += keep_2 * (g[k] * g[k] - second[k]);
  }
}

STRIATE_SIMD void exponentiated_step(const float* __restrict first, const float* __restrict second, std::size_t count,
                                     const Constants& c, float* __restrict weight) {
  const float alpha = c.alpha;
  const float epsilon = c.epsilon;
  for (std::size_t k = 0; k < count; ++k) {
    const float step = alpha * first[k] / (std::sqrt(second[k]) + epsilon);
    weight[k] *= exponential(weight[k] < 0.0f ? step : -step);
  }
}

STRIATE_SIMD void additive_step(const float* __restrict first, const float* __restrict second,
                                const float* __restrict unit, std::size_t count, const Constants& c,
                                float* __restrict weight) {
  const float alpha = c.alpha;
  const float epsilon = c.epsilon;
  for (std::size_t k = 0; k < count; ++k)
    weight[k] -= unit[k] * (alpha * first[k] / (std::sqrt(second[k]) + epsilon));
}

STRIATE_SIMD void momentum_step(const float* __restrict g, const float* __restrict unit, std::size_t count,
                                const Constants& c, float* __restrict velocity, float* __restrict weight) {
  const float momentum = c.momentum;
  const float rate = c.alpha;
  for (std::size_t k = 0; k < count; ++k) {
    velocity[k] = momentum * velocity[k] - rate * g[k];
    weight[k] += unit[k] * velocity[k];
  }
}

STRIATE_SIMD void keep_sign(const float* __restrict initial, std::size_t count, float* __restrict weight) {
  for (std::size_t k = 0; k < count; ++k) {
    const float positive = weight[k] > 0.0f ? weight[k] : 0.0f;
    const float negative = weight[k] < 0.0f ? weight[k] : 0.0f;
    weight[k] = initial[k] >= 0.0f ? positive : negative;
  }
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

double take_step(const OptimizerSettings& settings, std::span<const WeightView> sets, std::int64_t update,
                 double learning_rate, ThreadPool& pool) {
  double squares = 0.0;
  for (const WeightView& set : sets)
    squares += squared_length(set, pool);
  const double length = std::sqrt(squares);
  if (!std::isfinite(length))
    return length;
  const bool shorten = settings.clip_norm > 0.0 && length > settings.clip_norm;
  const auto factor = static_cast<float>(shorten ? settings.clip_norm / length : 1.0);
  const float limit = settings.clip_value > 0.0 ? static_cast<float>(settings.clip_value) : 3.0e38f;

  const bool adaptive = settings.kind != OptimizerSettings::Kind::sgd;
  const auto n = static_cast<double>(update + 1);
  const double correction =
      adaptive ? std::sqrt(1.0 - std::pow(settings.beta_2, n)) / (1.0 - std::pow(settings.beta_1, n)) : 1.0;
  const Constants constants{static_cast<float>(1.0 - settings.beta_1), static_cast<float>(1.0 - settings.beta_2),
                            static_cast<float>(learning_rate * correction), static_cast<float>(settings.epsilon),
                            static_cast<float>(settings.momentum)};
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
        prepare(set.gradient.data() + begin, unit, count, factor, limit, g);
        float* weight = set.weight.data() + begin;
        float* first = set.moments->first.data() + begin;
        if (!adaptive) {
          momentum_step(g, unit, count, constants, first, weight);
        } else {
          float* second = set.moments->second.data() + begin;
          update_moments(g, count, constants, first, second);
          if (settings.kind == OptimizerSettings::Kind::exp_adam)
            exponentiated_step(first, second, count, constants, weight);
          else
            additive_step(first, second, unit, count, constants, weight);
        }
        if (!set.initial.empty())
          keep_sign(set.initial.data() + begin, count, weight);
      }
    });
  }
  return length;
}

} // namespace striate
