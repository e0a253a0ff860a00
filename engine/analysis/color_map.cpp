// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/color_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace striate {
namespace {

using Rgb = std::array<double, 3>;

/// Support points at equal distances; colours between them are interpolated.
constexpr std::array<Rgb, 9> viridis{{{68, 1, 84},
                                      {71, 44, 122},
                                      {59, 81, 139},
                                      {44, 113, 142},
                                      {33, 144, 141},
                                      {39, 173, 129},
                                      {92, 200, 99},
                                      {170, 220, 50},
                                      {253, 231, 37}}};
constexpr std::array<Rgb, 5> diverging{
    {{5, 80, 160}, {120, 175, 215}, {247, 247, 247}, {240, 150, 115}, {165, 15, 35}}};
/// Nothing is dark where the panel is: a filter is no white square there.
constexpr std::array<Rgb, 5> diverging_dark{
    {{120, 185, 250}, {62, 108, 160}, {25, 30, 36}, {165, 82, 66}, {250, 125, 110}}};
constexpr std::array<Rgb, 7> cyclic{
    {{215, 75, 75}, {190, 140, 20}, {85, 165, 60}, {20, 160, 155}, {60, 120, 215}, {165, 85, 200}, {215, 75, 75}}};

Rgba interpolated(std::span<const Rgb> points, double share) {
  const double at = share * static_cast<double>(points.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), points.size() - 2);
  const double rest = at - static_cast<double>(below);
  const auto channel = [&](std::size_t c) {
    return static_cast<std::uint8_t>(std::lround(points[below][c] + rest * (points[below + 1][c] - points[below][c])));
  };
  return {channel(0), channel(1), channel(2), 255};
}

} // namespace

Rgba color_of(ColorMap map, double value, double low, double high, Theme theme) {
  const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.0;
  switch (map) {
  case ColorMap::viridis:
    return interpolated(viridis, share);
  case ColorMap::diverging:
    return interpolated(theme == Theme::dark ? diverging_dark : diverging, share);
  case ColorMap::cyclic:
    break;
  }
  return interpolated(cyclic, share);
}

} // namespace striate
