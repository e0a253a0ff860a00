// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/palette.h"

namespace striate {

/// Colour of a value in [low, high]; values outside take the colour of the end. viridis: even in lightness and safe for
/// colour-blind readers; diverging: blue, white, red, on dark panels blue, the panel's ground, red; cyclic: the circle
/// of hues at one lightness.
Rgba color_of(ColorMap map, double value, double low, double high, Theme theme = Theme::print);

} // namespace striate
