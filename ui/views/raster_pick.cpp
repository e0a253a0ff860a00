// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_pick.h"

#include <cmath>

namespace striate {

std::optional<RasterPick> pick_in_raster(const LaminarOrder& order, const SpikeHistory& history, double time_ms,
                                         double rank, double radius_ms, double radius_ranks) {
  if (!(rank >= 0.0) || rank >= order.rows())
    return std::nullopt;
  const auto row = static_cast<std::uint32_t>(rank);
  RasterPick best{order.neuron[row], row, std::nullopt};
  double smallest = 1.0;
  const auto from = static_cast<std::int64_t>(std::floor(time_ms - radius_ms));
  const auto to = static_cast<std::int64_t>(std::ceil(time_ms + radius_ms)) + 1;
  history.for_each_step(from, to, [&](std::int64_t ms, std::span<const std::uint32_t> ids) {
    const double dt = (static_cast<double>(ms) + 0.5 - time_ms) / radius_ms;
    for (const std::uint32_t id : ids) {
      const std::int32_t spike_rank = id < order.rank.size() ? order.rank[id] : -1;
      if (spike_rank < 0)
        continue;
      const double dr = (spike_rank + 0.5 - rank) / radius_ranks;
      const double distance = dt * dt + dr * dr;
      if (distance < smallest) {
        smallest = distance;
        best = {id, static_cast<std::uint32_t>(spike_rank), ms};
      }
    }
  });
  return best;
}

} // namespace striate
