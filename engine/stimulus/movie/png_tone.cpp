// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/png_tone.h"

#include <cmath>

namespace striate {

namespace {

constexpr double display_gamma = 2.2;
/// 45455 in a gAMA chunk is 1 / 2.2 as near as it can be written; libraries round it by a few units.
constexpr double rounding = 1e-4;

double light(double value) {
  return std::pow(value, display_gamma);
}

} // namespace

PngTone::PngTone(const PngTags& tags) : red_(0.212639), green_(0.715169), blue_(0.072192) {
  // An sRGB chunk overrules gAMA and cHRM (PNG specification, 11.3.2.5).
  if (tags.srgb)
    return;
  if (tags.gamma > 0.0 && std::abs(tags.gamma - 1.0 / display_gamma) > rounding)
    exponent_ = 1.0 / (display_gamma * tags.gamma);
  if (!tags.primaries)
    return;
  // Luminance of the primaries: their shares S with sum of S * (x/y, 1, z/y) = white of luminance 1.
  const auto ratio = [](double part, double y) { return part / y; };
  const double r1 = ratio(tags.red_x, tags.red_y), g1 = ratio(tags.green_x, tags.green_y),
               b1 = ratio(tags.blue_x, tags.blue_y), w1 = ratio(tags.white_x, tags.white_y);
  const double r3 = ratio(1.0 - tags.red_x - tags.red_y, tags.red_y),
               g3 = ratio(1.0 - tags.green_x - tags.green_y, tags.green_y),
               b3 = ratio(1.0 - tags.blue_x - tags.blue_y, tags.blue_y),
               w3 = ratio(1.0 - tags.white_x - tags.white_y, tags.white_y);
  const auto determinant = [](double a1, double b1_, double c1, double a3, double b3_, double c3) {
    return a1 * (c3 - b3_) - b1_ * (c3 - a3) + c1 * (b3_ - a3);
  };
  const double whole = determinant(r1, g1, b1, r3, g3, b3);
  const double red = determinant(w1, g1, b1, w3, g3, b3) / whole, green = determinant(r1, w1, b1, r3, w3, b3) / whole,
               blue = determinant(r1, g1, w1, r3, g3, w3) / whole;
  if (std::isfinite(red) && red >= 0.0 && std::isfinite(green) && green >= 0.0 && std::isfinite(blue) && blue >= 0.0) {
    red_ = red;
    green_ = green;
    blue_ = blue;
  }
}

float PngTone::gray(double red, double green, double blue, double opacity) const {
  double value = red;
  if (red != green || red != blue)
    value = exponent_ == 1.0
                ? std::pow(red_ * light(red) + green_ * light(green) + blue_ * light(blue), 1.0 / display_gamma)
                : std::pow(red_ * light(std::pow(red, exponent_)) + green_ * light(std::pow(green, exponent_)) +
                               blue_ * light(std::pow(blue, exponent_)),
                           1.0 / display_gamma);
  else if (exponent_ != 1.0)
    value = std::pow(red, exponent_);
  return static_cast<float>(255.0 * (opacity * value + (1.0 - opacity) * 0.5));
}

} // namespace striate
