// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_picture.h"

#include <algorithm>

namespace striate {

void add_raster_picture(Panel& panel, const RasterImage& image, double from_ms, double to_ms) {
  ImageSeries picture;
  picture.width = image.view().width;
  picture.height = image.view().height;
  picture.pixels.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
  image.copy_to(picture.pixels.data());
  picture.x0 = from_ms;
  picture.x1 = to_ms;
  picture.y0 = panel.y.min;
  picture.y1 = panel.y.max;
  const auto rules = std::find_if(panel.series.begin(), panel.series.end(),
                                  [](const Series& series) { return std::holds_alternative<RuleSeries>(series); });
  panel.series.insert(rules, std::move(picture));
}

} // namespace striate
