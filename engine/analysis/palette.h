// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/network/tables/model_tables.h"

#include <cstdint>

namespace striate {

enum class Theme : std::uint8_t { dark, light, print }; ///< print: white paper, the field's own class colours

struct Rgba {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
};

/// The one palette: colour of an ink in a theme. Class colours follow resources/reference/cell_types_and_colors.csv
/// (print: the laminar figure's; dark: lightened).
Rgba palette(Ink ink, Theme theme);
Ink class_ink(CellClass cell_class);
Ink layer_ink(int layer);

} // namespace striate
