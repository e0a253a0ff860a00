// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace striate::sonata {

/// How delays below one step are taken. round_up: those from half a step on are one step without a word, shorter ones
/// with a warning. reject: every one is an error.
enum class ShortDelays { round_up, reject };

inline constexpr double basis4_step_ms = 1.0;
inline constexpr double longest_delay_ms = 250.0; ///< runs of a projection count steps of 1 ms in a byte

} // namespace striate::sonata
