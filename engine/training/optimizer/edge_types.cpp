// SPDX-License-Identifier: Apache-2.0
#include "engine/training/optimizer/edge_types.h"

#include <algorithm>

namespace striate {

namespace {

constexpr std::uint32_t block_sources = 4096;

} // namespace

EdgeTypeFactors::EdgeTypeFactors(const Network& network, std::size_t cell_models, std::size_t populations)
    : network_(network), cell_models_(cell_models), factor_(cell_models * populations, 1.0f) {}

/// visit(edge, type) for the edges of a block of sources.
template <typename Visit>
void EdgeTypeFactors::for_edges(std::size_t block, Visit&& visit) const {
  const Projection& recurrent = network_.recurrent;
  if (recurrent.row_run.empty())
    return;
  const auto first = static_cast<std::uint32_t>(block * block_sources);
  for (std::uint32_t source = first; source < std::min(recurrent.source_count, first + block_sources); ++source) {
    const std::size_t row = network_.neurons.population[source] * cell_models_;
    const std::uint64_t end = recurrent.runs[recurrent.row_run[source + 1]].begin;
    for (std::uint64_t e = recurrent.runs[recurrent.row_run[source]].begin; e < end; ++e)
      visit(e, row + network_.neurons.model[recurrent.target[e]]);
  }
}

std::vector<float> EdgeTypeFactors::gradient(std::span<const float> initial, std::span<const float> by_weight,
                                             ThreadPool& pool) const {
  const std::size_t blocks = (network_.neurons.size() + std::size_t{block_sources} - 1) / block_sources;
  std::vector<std::vector<double>> partial(blocks);
  pool.for_blocks(blocks, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t block = begin; block < end; ++block) {
      partial[block].resize(factor_.size());
      for_edges(block, [&](std::uint64_t edge, std::size_t type) {
        partial[block][type] += static_cast<double>(initial[edge]) * by_weight[edge];
      });
    }
  });
  std::vector<float> sum(factor_.size());
  for (std::size_t type = 0; type < sum.size(); ++type) {
    double total = 0.0;
    for (const auto& part : partial)
      total += part[type];
    sum[type] = static_cast<float>(total);
  }
  return sum;
}

void EdgeTypeFactors::apply(std::span<const float> initial, std::span<float> weight, ThreadPool& pool) const {
  const std::size_t blocks = (network_.neurons.size() + std::size_t{block_sources} - 1) / block_sources;
  pool.for_blocks(blocks, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t block = begin; block < end; ++block)
      for_edges(block, [&](std::uint64_t edge, std::size_t type) { weight[edge] = factor_[type] * initial[edge]; });
  });
}

} // namespace striate
