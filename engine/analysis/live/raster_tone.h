// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/palette.h"

#include <array>
#include <cstdint>
#include <vector>

namespace striate {

/// Spikes of one pixel by CellClass, saturating at 255; 8 bytes so that an empty pixel is one comparison.
struct PixelCounts {
  std::array<std::uint8_t, 8> of_class{};

  void add(std::size_t cell_class) {
    if (of_class[cell_class] != 255)
      ++of_class[cell_class];
  }
};

/// Turns the spikes of a pixel into its colour: coverage 1 - exp(-gain n) of each class, the classes mixed as light on
/// dark grounds (added) and as ink on light ones (each filters the paper). Private to engine/analysis.
class RasterTone {
public:
  static constexpr int classes = 5;

  /// gain: how much one spike covers.
  RasterTone(Theme theme, double gain);

  /// 0xAARRGGBB premultiplied; counts must not be all zero.
  std::uint32_t pixel(const PixelCounts& counts) const;

private:
  std::uint32_t mix(const std::array<float, classes>& coverage) const;

  bool light_;
  std::array<std::array<float, 3>, classes> color_{};            ///< 0..1
  std::array<float, 256> coverage_{};                            ///< by count
  std::array<std::array<std::uint32_t, 256>, classes> single_{}; ///< pixel of one class by count
};

} // namespace striate
