// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Training by type of connection instead of by synapse: all synapses from one population to one cell model (an edge
/// type of a SONATA file) share a factor on their initial weights. It starts at 1 and stays positive with exp_adam.
class EdgeTypeFactors {
public:
  explicit EdgeTypeFactors(const Network& network, std::size_t cell_models, std::size_t populations);

  std::size_t size() const { return factor_.size(); }
  std::span<float> factors() { return factor_; }
  std::span<const float> factors() const { return factor_; }
  /// Derivatives by the factors from those by the recurrent weights. Deterministic for any number of threads.
  std::vector<float> gradient(std::span<const float> initial, std::span<const float> by_weight, ThreadPool& pool) const;
  /// weight = factor x initial.
  void apply(std::span<const float> initial, std::span<float> weight, ThreadPool& pool) const;

private:
  template <typename Visit>
  void for_edges(std::size_t block, Visit&& visit) const;

  const Network& network_;
  std::size_t cell_models_;
  std::vector<float> factor_; ///< [source population][target cell model]
};

} // namespace striate
