// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/figure_model.h"
#include "engine/analysis/live/raster_image.h"

namespace striate {

/// Puts what the image shows into the panel of a laminar raster, from from_ms to to_ms: over the layer bands, under the
/// marks.
void add_raster_picture(Panel& panel, const RasterImage& image, double from_ms, double to_ms);

} // namespace striate
