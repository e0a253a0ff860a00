// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/live/spike_history.h"
#include "engine/analysis/study/laminar_order.h"

#include <cstdint>
#include <optional>

namespace striate {

/// What the pointer means in the raster.
struct RasterPick {
  std::uint32_t neuron = 0;
  std::uint32_t rank = 0;
  std::optional<std::int64_t> spike_ms; ///< the spike nearby; empty: only the row was hit
};

/// The spike nearest to (time, rank) within the two radii, distances measured in units of the radii; else the neuron of
/// the row. rank: as RowWindow::rank_at, row r covers [r, r + 1). Empty when rank is outside the order.
std::optional<RasterPick> pick_in_raster(const LaminarOrder& order, const SpikeHistory& history, double time_ms,
                                         double rank, double radius_ms, double radius_ranks);

} // namespace striate
