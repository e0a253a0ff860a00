// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace striate {

/// The name that a mistyped one probably means: the fewest changed letters (capitals do not count), at most three and
/// fewer than half of it; empty when none is near.
std::string near_match(std::string_view typed, std::span<const std::string> names);

/// "; did you mean \"L5_ET\"?", or nothing when no name is near.
std::string near_match_hint(std::string_view typed, std::span<const std::string> names);

} // namespace striate
