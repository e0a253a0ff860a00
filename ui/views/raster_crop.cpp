// SPDX-License-Identifier: Apache-2.0
#include "ui/views/raster_crop.h"

#include <algorithm>

namespace striate {

namespace {

void keep_dots(DotSeries& dots, double low, double high) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < dots.y.size(); ++i) {
    const auto y = static_cast<double>(dots.y[i]);
    if (y <= low || y > high)
      continue;
    if (dots.node.size() == dots.x.size()) {
      dots.node[kept] = dots.node[i];
      dots.type[kept] = dots.type[i];
    }
    dots.x[kept] = dots.x[i];
    dots.y[kept] = dots.y[i];
    ++kept;
  }
  if (dots.node.size() == dots.x.size()) {
    dots.node.resize(kept);
    dots.type.resize(kept);
  }
  dots.x.resize(kept);
  dots.y.resize(kept);
}

} // namespace

void crop_rows(FigureModel& figure, double low, double high) {
  for (Panel& panel : figure.panels) {
    panel.y.min = low;
    panel.y.max = high;
    panel.y.ticks = {low, high};
    std::erase_if(panel.series, [low, high](const Series& series) {
      const auto* band = std::get_if<BandSeries>(&series);
      return band && (band->to <= low || band->from >= high);
    });
    for (Series& series : panel.series) {
      if (auto* band = std::get_if<BandSeries>(&series)) {
        band->from = std::max(band->from, low);
        band->to = std::min(band->to, high);
      } else if (auto* dots = std::get_if<DotSeries>(&series)) {
        keep_dots(*dots, low, high);
      }
    }
  }
}

} // namespace striate
