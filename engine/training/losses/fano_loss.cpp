// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/fano_loss.h"

#include "engine/core/normal.h"
#include "engine/core/random.h"

#include <algorithm>
#include <numeric>

namespace striate {

namespace {

constexpr double least_mean = 1e-7;
constexpr std::size_t least_cells = 15;

struct Moments {
  double mean = 0.0, variance = 0.0;
};

/// Of the counts in consecutive bins; `counts` receives them.
Moments moments_of(const std::vector<double>& y, int bin_ms, std::vector<double>& counts) {
  counts.assign(y.size() / static_cast<std::size_t>(bin_ms), 0.0);
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    for (std::size_t t = k * static_cast<std::size_t>(bin_ms); t < (k + 1) * static_cast<std::size_t>(bin_ms); ++t)
      counts[k] += y[t];
    sum += counts[k];
    squares += counts[k] * counts[k];
  }
  const auto n = static_cast<double>(counts.size());
  return {sum / n, squares / n - sum / n * (sum / n)};
}

} // namespace

FanoLoss::FanoLoss(std::vector<std::uint32_t> cells, std::vector<FanoTarget> targets, double cost)
    : cells_(std::move(cells)), targets_(std::move(targets)), cost_(cost) {}

std::vector<FanoLoss::Population> FanoLoss::draw(int count, int trials, std::uint64_t key) const {
  RandomSequence random(key, Stream::stimulus, 0, 2);
  std::vector<std::uint32_t> order = cells_;
  std::size_t next = order.size();
  std::vector<Population> populations;
  for (int k = 0; k < count; ++k) {
    Population population;
    population.trial = std::min(trials - 1, static_cast<int>(random.uniform() * trials));
    const double size = 70.0 + 30.0 * normal_quantile(std::clamp(random.uniform_positive(), 1e-12, 1.0 - 1e-12));
    const auto wanted =
        static_cast<std::size_t>(std::clamp(size, static_cast<double>(least_cells), static_cast<double>(order.size())));
    if (next + wanted > order.size()) {
      for (std::size_t i = order.size() - 1; i > 0; --i)
        std::swap(order[i],
                  order[std::min(i, static_cast<std::size_t>(random.uniform() * static_cast<double>(i + 1)))]);
      next = 0;
    }
    population.members.assign(order.begin() + static_cast<std::ptrdiff_t>(next),
                              order.begin() + static_cast<std::ptrdiff_t>(next + wanted));
    next += wanted;
    populations.push_back(std::move(population));
  }
  return populations;
}

double FanoLoss::evaluate(std::span<const std::vector<double>> y, std::span<std::vector<double>> gradient) const {
  const auto populations = static_cast<double>(y.size());
  const auto bins = static_cast<double>(targets_.size());
  for (std::size_t s = 0; s < y.size(); ++s)
    gradient[s].assign(y[s].size(), 0.0);
  double loss = 0.0;
  std::vector<double> counts;
  for (const FanoTarget& target : targets_) {
    double fano = 0.0;
    for (const auto& trace : y) {
      const Moments m = moments_of(trace, target.bin_ms, counts);
      // docs/model/training.md#eq-9
      fano += m.variance / std::max(m.mean, least_mean) / populations;
    }
    const double miss = target.fano - fano;
    loss += cost_ * miss * miss / bins;
    const double slope = -2.0 * cost_ * miss / (bins * populations);
    for (std::size_t s = 0; s < y.size(); ++s) {
      const Moments m = moments_of(y[s], target.bin_ms, counts);
      if (m.mean < least_mean)
        continue;
      const auto n = static_cast<double>(counts.size());
      for (std::size_t t = 0; t < counts.size() * static_cast<std::size_t>(target.bin_ms); ++t) {
        const double x = counts[t / static_cast<std::size_t>(target.bin_ms)];
        gradient[s][t] += slope * (2.0 * (x - m.mean) / (n * m.mean) - m.variance / (n * m.mean * m.mean));
      }
    }
  }
  return loss;
}

} // namespace striate
