// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"

#include <cstdint>
#include <span>
#include <vector>

namespace striate {

/// Cuts the neurons into one contiguous range per thread with about equal work (neurons plus expected synaptic events):
/// thread t owns [bounds[t], bounds[t + 1]). Inner bounds are multiples of 16 so that threads share no cache line; with
/// few neurons some ranges are empty.
std::vector<std::uint32_t> balanced_bounds(const Network& network, int threads);

/// Edges of one run that go to one thread's targets.
struct EdgeShare {
  const std::uint32_t* target = nullptr;
  const float* weight = nullptr;
  std::uint32_t count = 0;
};

/// Where the share of every thread begins in every run of a projection, found once: 4 bytes per run and inner bound.
/// The projection must outlive it.
class RunShares {
public:
  RunShares(const Projection& projection, std::span<const std::uint32_t> bounds, ThreadPool& pool);

  const Projection& projection() const { return *projection_; }

  EdgeShare share(std::size_t run, int thread) const {
    const std::uint64_t begin = projection_->runs[run].begin;
    const std::uint32_t* cuts = cut_.data() + run * static_cast<std::size_t>(threads_ - 1);
    const std::uint64_t first = thread == 0 ? begin : begin + cuts[thread - 1];
    const std::uint64_t last = thread == threads_ - 1 ? projection_->runs[run + 1].begin : begin + cuts[thread];
    return {projection_->target.data() + first, projection_->weight.data() + first,
            static_cast<std::uint32_t>(last - first)};
  }

  /// Asks the CPU for the index entries of a run ahead of share().
  void prefetch(std::size_t run) const {
    __builtin_prefetch(&projection_->runs[run]);
    __builtin_prefetch(cut_.data() + run * static_cast<std::size_t>(threads_ - 1));
  }

private:
  const Projection* projection_;
  int threads_;
  std::vector<std::uint32_t> cut_; ///< [run][threads - 1], relative to the begin of the run
};

} // namespace striate
