// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/errors.h"
#include "engine/network/lgn_units.h"

#include <algorithm>

namespace striate {

/// Whether the units can answer to a stimulus. Units of a file that names none of their filters have weights of 0: only
/// spikes or rates from a file can stand for them.
inline bool has_filters(const LgnUnits& units) {
  const auto works = [](float weight) { return weight != 0.0f; };
  return units.size() == 0 || std::ranges::any_of(units.weight_dom[0], works) ||
         std::ranges::any_of(units.weight_dom[1], works);
}

/// Throws a usage Error unless the units can see.
inline void need_filters(const LgnUnits& units) {
  if (!has_filters(units))
    throw Error("The LGN units of this network have no filters and cannot respond to a stimulus; give their spikes "
                "(lgn-spikes) or rates (lgn-rates) in a file.",
                Error::Kind::usage);
}

} // namespace striate
