// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/live/raster_tone.h"

#include <algorithm>
#include <cmath>

namespace striate {

RasterTone::RasterTone(Theme theme, double gain) : light_(theme != Theme::dark) {
  for (int c = 0; c < classes; ++c) {
    const Rgba color = palette(class_ink(static_cast<CellClass>(c)), theme);
    color_[static_cast<std::size_t>(c)] = {static_cast<float>(color.r) / 255.0f, static_cast<float>(color.g) / 255.0f,
                                           static_cast<float>(color.b) / 255.0f};
  }
  for (std::size_t n = 0; n < coverage_.size(); ++n)
    coverage_[n] = static_cast<float>(1.0 - std::exp(-gain * static_cast<double>(n)));
  for (std::size_t c = 0; c < classes; ++c)
    for (std::size_t n = 1; n < coverage_.size(); ++n) {
      std::array<float, classes> coverage{};
      coverage[c] = coverage_[n];
      single_[c][n] = mix(coverage);
    }
}

std::uint32_t RasterTone::pixel(const PixelCounts& counts) const {
  std::size_t present = 0, last = 0;
  for (std::size_t c = 0; c < classes; ++c)
    if (counts.of_class[c] != 0) {
      ++present;
      last = c;
    }
  if (present == 1)
    return single_[last][counts.of_class[last]];
  std::array<float, classes> coverage{};
  for (std::size_t c = 0; c < classes; ++c)
    coverage[c] = coverage_[counts.of_class[c]];
  return mix(coverage);
}

std::uint32_t RasterTone::mix(const std::array<float, classes>& coverage) const {
  float open = 1.0f; // share of the ground that still shows
  std::array<float, 3> light{}, paper{1.0f, 1.0f, 1.0f};
  for (std::size_t c = 0; c < classes; ++c) {
    open *= 1.0f - coverage[c];
    for (std::size_t i = 0; i < 3; ++i) {
      light[i] += coverage[c] * color_[c][i];
      paper[i] *= 1.0f - coverage[c] * (1.0f - color_[c][i]);
    }
  }
  const float alpha = 1.0f - open;
  const auto byte = [](float value) { return static_cast<std::uint32_t>(std::lround(value * 255.0f)); };
  std::uint32_t result = byte(alpha) << 24;
  for (std::size_t i = 0; i < 3; ++i) {
    // On white paper the result is paper[i]; the ground itself will add `open`.
    const float premultiplied = light_ ? paper[i] - open : light[i];
    result |= byte(std::clamp(premultiplied, 0.0f, alpha)) << (16 - 8 * i);
  }
  return result;
}

} // namespace striate
