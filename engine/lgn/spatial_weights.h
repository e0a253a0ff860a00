// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/lgn.h"
#include "engine/stimulus/footage.h"

#include <vector>

namespace striate {

/// Weights of consecutive pixels of one axis, with sum 1; weight[0] belongs to pixel `first`.
struct PixelWeights {
  int first = 0;
  std::vector<double> weight;
};

/// One axis of the frame and how a receptive field samples it (docs/model/lgn.md#eq-4, docs/model/lgn.md#eq-5). The
/// spatial filter of a unit is the outer product of the weights of its two axes.
class PixelAxis {
public:
  /// A frame of one pixel per degree over [0, extent]. Pixel k sits at k degrees; only in bmtk and for a pattern made
  /// by a formula do the first and the last pixel sit on the borders. Throws Error for less than two pixels.
  PixelAxis(LgnGeometry geometry, double extent_deg, PixelGrid grid = PixelGrid::pattern);

  int pixels() const { return pixels_; }
  double pitch_deg() const { return pitch_deg_; }

  /// Weights of a receptive field of the given size (three standard deviations) centred at position. Throws Error when
  /// it is not a number, the size is not positive, or the field lies wholly outside the frame.
  PixelWeights weights(double position_deg, double size_deg) const;

private:
  LgnGeometry geometry_;
  int pixels_;
  double pitch_deg_;
};

} // namespace striate
