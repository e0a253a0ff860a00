#pragma once
#include "engine/network/lgn_units.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace striate {

/// The units that the LGN sample opens on: of the classes sON, sOFF and tOFF the one nearest to the field's centre
/// (60, 40) degrees; classes that are absent are left out.
std::vector<std::uint32_t> default_lgn_units(const LgnUnits& units);

/// `count` different units drawn at random, all of one class of ModelTables::lgn_classes when one is given. Fewer when
/// there are not as many.
std::vector<std::uint32_t> random_lgn_units(const LgnUnits& units, std::optional<int> unit_class, int count,
                                            std::uint64_t seed);

} // namespace striate
