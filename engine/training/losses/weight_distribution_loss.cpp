// SPDX-License-Identifier: Apache-2.0
#include "engine/training/losses/weight_distribution_loss.h"

#include "engine/kernels/ordered_bits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace striate {

namespace {

/// Stable sort by key, three passes of 11 bits.
template <typename Item>
void radix_sort(std::vector<Item>& items) {
  std::vector<Item> other(items.size());
  for (const int shift : {0, 11, 22}) {
    std::array<std::size_t, 2049> place{};
    for (const Item& item : items)
      ++place[((item.key >> shift) & 2047u) + 1];
    for (std::size_t k = 1; k < place.size(); ++k)
      place[k] += place[k - 1];
    for (const Item& item : items)
      other[place[(item.key >> shift) & 2047u]++] = item;
    items.swap(other);
  }
}

} // namespace

WeightDistributionLoss::WeightDistributionLoss(const Network& network, const ModelTables& tables,
                                               std::span<const float> initial, std::span<const float> unit,
                                               double strength, ThreadPool& pool)
    : network_(network), unit_(unit.begin(), unit.end()), strength_(strength) {
  std::map<std::string, std::size_t> number;
  for (const Population& population : tables.populations)
    number.try_emplace(population.cell_type, number.size());
  std::vector<std::size_t> type;
  for (const std::uint8_t population : network.neurons.population)
    type.push_back(number.at(tables.populations.at(population).cell_type));
  const std::size_t types = number.size();
  const Projection& recurrent = network.recurrent;
  const auto for_edges = [&](auto&& visit) {
    for (std::uint32_t source = 0; !recurrent.row_run.empty() && source < recurrent.source_count; ++source)
      for (std::uint64_t e = recurrent.runs[recurrent.row_run[source]].begin;
           e < recurrent.runs[recurrent.row_run[source + 1]].begin; ++e)
        visit(static_cast<std::uint32_t>(e), type[recurrent.target[e]] * types + type[source]);
  };
  start_.assign(types * types + 1, 0);
  for_edges([&](std::uint32_t, std::size_t group) { ++start_[group + 1]; });
  for (std::size_t g = 0; g + 1 < start_.size(); ++g) {
    used_groups_ += start_[g + 1] != 0;
    start_[g + 1] += start_[g];
  }
  edge_.resize(recurrent.edge_count());
  std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
  for_edges([&](std::uint32_t edge, std::size_t group) { edge_[next[group]++] = edge; });
  initial_.resize(edge_.size());
  pool.for_blocks(start_.size() - 1, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t g = begin; g < end; ++g) {
      const auto ranks = sorted(g, initial);
      for (std::size_t j = 0; j < ranks.size(); ++j)
        initial_[start_[g] + j] = from_ordered_bits(ranks[j].key);
    }
  });
}

std::vector<WeightDistributionLoss::Ranked> WeightDistributionLoss::sorted(std::size_t group,
                                                                           std::span<const float> weight) const {
  std::vector<Ranked> ranks;
  ranks.reserve(start_[group + 1] - start_[group]);
  for (std::size_t k = start_[group]; k < start_[group + 1]; ++k)
    ranks.push_back({ordered_bits(weight[edge_[k]] / unit_[network_.recurrent.target[edge_[k]]]), edge_[k]});
  radix_sort(ranks);
  return ranks;
}

double WeightDistributionLoss::slope(std::size_t group) const {
  return strength_ / (static_cast<double>(used_groups_) * static_cast<double>(start_[group + 1] - start_[group]));
}

double WeightDistributionLoss::evaluate(std::span<const float> weight, std::span<float> gradient,
                                        ThreadPool& pool) const {
  if (used_groups_ == 0)
    return 0.0;
  std::vector<double> loss(start_.size() - 1);
  pool.for_blocks(loss.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t g = begin; g < end; ++g) {
      const auto ranks = sorted(g, weight);
      if (ranks.empty())
        continue;
      const double slope = this->slope(g);
      for (std::size_t j = 0; j < ranks.size(); ++j) {
        const double change = static_cast<double>(from_ordered_bits(ranks[j].key)) - initial_[start_[g] + j];
        // docs/model/training.md#eq-10
        loss[g] += slope * std::abs(change);
        const double sign = change > 0.0 ? 1.0 : (change < 0.0 ? -1.0 : 0.0);
        gradient[ranks[j].edge] += static_cast<float>(slope * sign / unit_[network_.recurrent.target[ranks[j].edge]]);
      }
    }
  });
  double sum = 0.0;
  for (const double part : loss)
    sum += part;
  return sum;
}

} // namespace striate
