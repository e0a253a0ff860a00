// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/lgn_units.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace striate {

/// `count` different units drawn at random, all of one class of ModelTables::lgn_classes when one is given. Fewer when
/// there are not as many.
std::vector<std::uint32_t> random_lgn_units(const LgnUnits& units, std::optional<int> unit_class, int count,
                                            std::uint64_t seed);

} // namespace striate
