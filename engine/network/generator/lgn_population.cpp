// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_population.h"

#include "engine/core/random.h"

#include <cmath>
#include <limits>

namespace striate {

namespace {

/// Inverse of the triangular distribution on [low, high] with its peak at `mode`; a constant when low = high.
double triangular(double low, double mode, double high, double uniform) {
  if (low == high)
    return low;
  const double width = high - low;
  // docs/model/lgn.md#eq-1, for any limits
  if (uniform * width <= mode - low)
    return low + std::sqrt(uniform * width * (mode - low));
  return high - std::sqrt((1.0 - uniform) * width * (high - mode));
}

void append_jittered(std::array<std::vector<float>, 2>& to, const std::array<double, 2>& nominal,
                     RandomSequence& random) {
  for (std::size_t k = 0; k < 2; ++k)
    to[k].push_back(static_cast<float>(nominal[k] * (0.975 + 0.05 * random.uniform()))); // NaN stays NaN
}

void append_unit(LgnUnits& units, const LgnClass& unit, double tile_x, double tile_y, RandomSequence random) {
  units.x_deg.push_back(static_cast<float>((tile_x + random.uniform()) * LgnField::tile_deg));
  units.y_deg.push_back(static_cast<float>((tile_y + random.uniform()) * LgnField::tile_deg));
  units.size_deg.push_back(
      static_cast<float>(triangular(unit.size_min_deg, unit.size_mode_deg, unit.size_max_deg, random.uniform())));
  append_jittered(units.peak_dom_ms, unit.peaks_dom_ms, random);
  append_jittered(units.weight_dom, unit.weights_dom, random);
  append_jittered(units.delay_dom_ms, unit.delays_dom_ms, random);
  append_jittered(units.peak_non_ms, unit.peaks_non_ms, random);
  append_jittered(units.weight_non, unit.weights_non, random);
  append_jittered(units.delay_non_ms, unit.delays_non_ms, random);
  const double axis = 360.0 * random.uniform();
  units.axis_deg.push_back(unit.composite ? static_cast<float>(axis) : std::numeric_limits<float>::quiet_NaN());
  units.separation_deg.push_back(static_cast<float>(unit.separation_deg * (0.975 + 0.05 * random.uniform())));
}

} // namespace

LgnUnits generate_lgn_units(const ModelTables& tables, const LgnField& field, std::uint64_t seed) {
  LgnUnits units;
  units.field_width_deg = field.width_deg();
  units.field_height_deg = field.height_deg();
  for (std::size_t c = 0; c < tables.lgn_classes.size(); ++c)
    for (int x = 0; x < field.tiles_x; ++x)
      for (int y = 0; y < field.tiles_y; ++y)
        for (int i = 0; i < tables.lgn_classes[c].per_tile; ++i) {
          append_unit(units, tables.lgn_classes[c], x, y, RandomSequence(seed, Stream::lgn_unit, units.size()));
          units.unit_class.push_back(static_cast<std::uint8_t>(c));
        }
  return units;
}

} // namespace striate
