// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/random.h"

namespace striate {

/// Number of blocks that philox_blocks() makes at once.
inline constexpr int philox_lanes = 16;

/// philox(key, c0, c1 + i, c2, c3) for i = 0..15: words[w][i] is word w of block i. Where the machine has vectors,
/// about ten times as fast as one by one.
void philox_blocks(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint32_t c2, std::uint32_t c3,
                   std::uint32_t (&words)[4][philox_lanes]);

} // namespace striate
