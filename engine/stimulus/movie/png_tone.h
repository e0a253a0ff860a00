// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace striate {

/// What a PNG file says about the brightness of its values.
struct PngTags {
  double gamma = 0.0; ///< of the gAMA chunk: value = light^gamma; 0: none
  bool srgb = false;
  bool profile = false;   ///< an ICC profile, which is not evaluated
  bool primaries = false; ///< cHRM: x and y of white, red, green, blue follow
  double white_x = 0.0, white_y = 0.0, red_x = 0.0, red_y = 0.0, green_x = 0.0, green_y = 0.0, blue_x = 0.0,
         blue_y = 0.0;
};

/// Turns the samples of a PNG file into gray values 0..255 as a display of gamma 2.2 shows them.
class PngTone {
public:
  explicit PngTone(const PngTags& tags);

  /// Red, green, blue and opacity of a pixel, 0..1. Equal colours stay as they are but for the gamma; a transparent
  /// part lies on the middle of the scale, the gray screen.
  float gray(double red, double green, double blue, double opacity) const;

  bool converts_gamma() const { return exponent_ != 1.0; }

private:
  double exponent_ = 1.0; ///< to the display's scale
  double red_, green_, blue_;
};

} // namespace striate
