#pragma once
#include "engine/lgn/line_blocks.h"
#include "engine/lgn/spatial_weights.h"

#include <vector>

namespace striate {

/// The pixel weights of all lines, laid out so that the response of every line to a grating costs about a millisecond.
/// Immutable once filled.
class GratingResponse {
public:
  GratingResponse(const PixelAxis& x_axis, const PixelAxis& y_axis, std::size_t padded_lines);

  /// Sets the receptive field of a line: centre and size in degrees. Lines never set respond with 0.
  void set_line(std::size_t line, double x_deg, double y_deg, double size_deg);

  /// H of every line: the sum over the frame's pixels of weight * exp(j 2 pi (cx X + cy Y)) (spec: lgn, 5.1).
  void respond(double cycles_x_per_deg, double cycles_y_per_deg, LineComplex& response) const;

private:
  struct Axis {
    PixelAxis pixels;
    std::vector<int> first;                   ///< per line: its first pixel
    std::vector<int> width;                   ///< per block: pixels of its widest line
    std::vector<std::vector<double>> weights; ///< per block: [pixel][line of the block]

    Axis(const PixelAxis& axis, std::size_t padded_lines);
    void set_line(std::size_t line, double position_deg, double size_deg);
  };
  struct Phasors;

  Axis x_, y_;
};

} // namespace striate
