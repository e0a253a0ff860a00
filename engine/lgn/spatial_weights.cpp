// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/spatial_weights.h"

#include "engine/core/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace striate {

namespace {

/// One half of the sampled Gaussian g of docs/model/lgn.md#space, truncated at four standard deviations: g[0..R]; the
/// scale is of no importance because every use is normalised afterwards.
std::vector<double> half_gaussian(double sigma_pixels) {
  const int radius = static_cast<int>(4.0 * sigma_pixels + 0.5);
  std::vector<double> g(static_cast<std::size_t>(radius + 1));
  for (int m = 0; m <= radius; ++m)
    g[m] = std::exp(-0.5 * m * m / (sigma_pixels * sigma_pixels));
  return g;
}

double at(const std::vector<double>& half, int m) {
  const auto distance = static_cast<std::size_t>(std::abs(m));
  return distance < half.size() ? half[distance] : 0.0;
}

/// docs/model/lgn.md#eq-4. Bilinear sampling of the filtered, edge-normalised picture: a blend of the windows of the
/// two pixels around the centre.
PixelWeights tf_weights(int pixels, double position, double size) {
  // The width is that of the one-degree bin the size falls into.
  const std::vector<double> g = half_gaussian((std::floor(size) + 0.5) / 3.0);
  const int radius = static_cast<int>(g.size()) - 1;
  const double centre = std::clamp(position * (pixels - 1) / pixels, 0.0, pixels - 1.0);
  const int below = static_cast<int>(centre);
  const int above = static_cast<int>(std::ceil(centre));
  PixelWeights result;
  result.first = std::max(0, below - radius);
  const int end = std::min(pixels, above + radius + 1);
  result.weight.assign(static_cast<std::size_t>(end - result.first), 0.0);
  const auto add_window = [&](int pixel, double share) {
    double sum = 0.0;
    for (int k = result.first; k < end; ++k)
      sum += at(g, k - pixel);
    for (int k = result.first; k < end; ++k)
      result.weight[k - result.first] += share / sum * at(g, k - pixel);
  };
  add_window(below, 1.0 - (centre - below));
  if (above != below)
    add_window(above, centre - below);
  return result;
}

/// docs/model/lgn.md#eq-5. A kernel made at the middle of the axis (between two pixels when their number is even) and
/// moved by linear interpolation.
PixelWeights bmtk_weights(int pixels, double pitch, double position, double size) {
  const std::vector<double> g = half_gaussian(size / 3.0 / pitch);
  const int low_middle = (pixels - 1) / 2, high_middle = pixels / 2;
  const auto centred = [&](int k) {
    return k < 0 || k >= pixels ? 0.0 : 0.5 * (at(g, k - low_middle) + at(g, k - high_middle));
  };
  const double shift = position / pitch - 0.5 * (pixels - 1);
  const double whole = std::floor(-shift);
  const double blend = -shift - whole;
  const int move = static_cast<int>(whole);
  const int radius = static_cast<int>(g.size()) - 1;
  PixelWeights result;
  result.first = std::clamp(low_middle - radius - move - 1, 0, pixels);
  const int end = std::clamp(high_middle + radius - move + 1, result.first, pixels);
  for (int k = result.first; k < end; ++k)
    result.weight.push_back((1.0 - blend) * centred(k + move) + blend * centred(k + move + 1));
  const double sum = std::accumulate(result.weight.begin(), result.weight.end(), 0.0);
  if (!(sum > 0.0))
    throw Error(
        fmt::format("Its receptive field at {} deg with size {} deg lies entirely outside the frame of {} pixels.",
                    position, size, pixels));
  for (double& weight : result.weight)
    weight /= sum;
  return result;
}

} // namespace

PixelAxis::PixelAxis(LgnGeometry geometry, double extent_deg, PixelGrid grid)
    : geometry_(geometry), pixels_(field_pixels(extent_deg)),
      pitch_deg_(geometry == LgnGeometry::tf || grid == PixelGrid::picture ? 1.0 : extent_deg / (pixels_ - 1)) {
  if (pixels_ < 2)
    throw Error(
        fmt::format("The visual field is {} deg wide along one axis; the LGN needs at least 2 deg.", extent_deg));
}

PixelWeights PixelAxis::weights(double position_deg, double size_deg) const {
  if (!(std::abs(position_deg) < 1e6) || !(size_deg > 0.0 && size_deg < 1e3))
    throw Error(
        fmt::format("Its receptive field is at {} deg with size {} deg; both must be numbers and the size between 0 "
                    "and 1000.",
                    position_deg, size_deg));
  return geometry_ == LgnGeometry::tf ? tf_weights(pixels_, position_deg, size_deg)
                                      : bmtk_weights(pixels_, pitch_deg_, position_deg, size_deg);
}

} // namespace striate
