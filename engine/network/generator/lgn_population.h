// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/lgn_units.h"
#include "engine/network/tables/model_tables.h"

#include <cstdint>

namespace striate {

/// The visual field as tiles of 8 x 8 degrees; unit order is class by class, inside a class tile by tile, x index
/// outer.
struct LgnField {
  static constexpr double tile_deg = 8.0;
  int tiles_x = 15, tiles_y = 10;

  static LgnField for_size(bool small) { return small ? LgnField{3, 2} : LgnField{}; }
  int tiles() const { return tiles_x * tiles_y; }
  double width_deg() const { return tiles_x * tile_deg; }
  double height_deg() const { return tiles_y * tile_deg; }
};

/// Draws all LGN units (docs/model/lgn.md#the-population).
LgnUnits generate_lgn_units(const ModelTables& tables, const LgnField& field, std::uint64_t seed);

} // namespace striate
