// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/basis4/delivery.h"

#include <algorithm>

namespace striate {

namespace {

// Rows lie anywhere in hundreds of megabytes: without a request ahead every one would start with waits for memory.
constexpr std::size_t rows_ahead = 8;
constexpr std::size_t parcels_ahead = 4;
constexpr std::uint32_t prefetched_edges = 256; ///< further ones are found by the hardware prefetcher
constexpr std::uint32_t edges_per_line = 16;

/// Calls visit(k, run) for every run of sources[k] in order, with the index entries asked for ahead.
template <typename Visit>
void for_each_run(const RunShares& shares, std::span<const std::uint32_t> sources, Visit&& visit) {
  const auto& row_run = shares.projection().row_run;
  for (std::size_t k = 0; k < sources.size(); ++k) {
    if (k + rows_ahead < sources.size())
      __builtin_prefetch(&row_run[sources[k + rows_ahead]]);
    if (k + rows_ahead / 2 < sources.size())
      shares.prefetch(row_run[sources[k + rows_ahead / 2]]);
    for (std::size_t run = row_run[sources[k]]; run < row_run[sources[k] + 1]; ++run)
      visit(k, run);
  }
}

void prefetch_edges(const EdgeShare& edges) {
  const std::uint32_t count = std::min(edges.count, prefetched_edges);
  for (std::uint32_t e = 0; e < count; e += edges_per_line) {
    __builtin_prefetch(edges.target + e);
    __builtin_prefetch(edges.weight + e);
  }
}

/// The sum over the synapses of one slot in docs/model/synapses.md#eq-2.
void add_edges(const EdgeShare& edges, float factor, float* __restrict plane) {
  const std::uint32_t* __restrict target = edges.target;
  const float* __restrict weight = edges.weight;
  const std::uint32_t count = edges.count;
#pragma GCC unroll 4
  for (std::uint32_t e = 0; e < count; ++e)
    plane[target[e]] += factor * weight[e];
}

} // namespace

CpuDelivery::CpuDelivery(int range, int max_delay)
    : range_(range), queue_(static_cast<std::size_t>(std::max(1, max_delay))) {}

void CpuDelivery::queue_delayed(const RunShares& shares, std::span<const std::uint32_t> sources, std::int64_t emitted,
                                int min_delay, std::span<const float> factors) {
  for_each_run(shares, sources, [&](std::size_t k, std::size_t run) {
    const int delay = shares.projection().runs[run].delay;
    if (delay >= min_delay)
      queue(step(emitted + delay), shares, run, factors.empty() ? 1.0f : factors[sources[k]]);
  });
}

void CpuDelivery::deliver_due(std::int64_t now, SlotPlanes& planes) {
  deliver(step(now), planes);
}

void CpuDelivery::deliver_now(const RunShares& shares, std::span<const std::uint32_t> sources,
                              std::span<const float> amounts, SlotPlanes& planes) {
  for_each_run(shares, sources, [&](std::size_t k, std::size_t run) {
    queue(at_once_, shares, run, amounts.empty() ? 1.0f : amounts[k]);
  });
  deliver(at_once_, planes);
}

void CpuDelivery::queue(Step& step, const RunShares& shares, std::size_t run, float factor) {
  const EdgeShare edges = shares.share(run, range_);
  if (edges.count != 0)
    step[shares.projection().runs[run].slot].push_back({edges, factor});
}

void CpuDelivery::deliver(Step& step, SlotPlanes& planes) {
  for (std::size_t slot = 0; slot < step.size(); ++slot) {
    auto& parcels = step[slot];
    float* const plane = planes[slot].data();
    for (std::size_t k = 0; k < std::min(parcels_ahead, parcels.size()); ++k)
      prefetch_edges(parcels[k].edges);
    for (std::size_t k = 0; k < parcels.size(); ++k) {
      if (k + parcels_ahead < parcels.size())
        prefetch_edges(parcels[k + parcels_ahead].edges);
      add_edges(parcels[k].edges, parcels[k].factor, plane);
      events_ += parcels[k].edges.count;
    }
    parcels.clear();
  }
}

void CpuDelivery::clear() {
  for (Step& due : queue_)
    for (auto& parcels : due)
      parcels.clear();
}

} // namespace striate
