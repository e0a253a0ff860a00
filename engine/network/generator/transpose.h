// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/target_blocks.h"
#include "engine/network/projection.h"

#include <array>
#include <span>

namespace striate {

/// What decides the run of an edge: slot = class of its source, delay = by the classes of both ends.
struct RunRule {
  std::span<const std::uint8_t> source_slot;            ///< per source
  std::span<const std::uint8_t> target_class;           ///< per target
  std::array<std::array<std::uint8_t, 16>, 16> delay{}; ///< [source slot][target class], steps
};

/// Turns blocks by target into a projection by source (counting sort, in parallel). Empties the blocks as it goes.
/// The result does not depend on the number of threads.
Projection transpose(Workshop workshop, std::vector<TargetBlock>& blocks, const RunRule& rule);

} // namespace striate
