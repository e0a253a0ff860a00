// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/lgn/line_blocks.h"
#include "engine/lgn/spatial_weights.h"
#include "engine/stimulus/aperture.h"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace striate {

/// The spatial filters of all lines on one pixel grid: how each sees a grating (in closed form) or a frame of pixels.
/// Every line keeps its own window of weights, padded with zeros to whole vectors. Immutable once filled.
class ReceptiveFields {
public:
  ReceptiveFields(const PixelAxis& x_axis, const PixelAxis& y_axis, std::size_t padded_lines);

  /// Sets the receptive field of a line: centre and size in degrees. Lines never set see 0.
  void set_line(std::size_t line, double x_deg, double y_deg, double size_deg);

  /// H of every line: the sum over the frame's pixels of weight * mask * exp(j 2 pi (cx X + cy Y))
  /// (docs/model/lgn.md#eq-12).
  void respond(double cycles_x_per_deg, double cycles_y_per_deg, const Aperture& aperture, LineComplex& response) const;

  /// A frame with room behind every row, as sample() wants it.
  class Canvas {
  public:
    Canvas(int columns, int rows);
    /// Takes over a frame (rows from the bottom) and remembers where it differs from the one before.
    void show(std::span<const float> pixels);

  private:
    friend class ReceptiveFields;
    int columns_, rows_, stride_;
    int first_row_ = 0, end_row_, first_column_ = 0, end_column_; ///< what the latest show() changed
    std::vector<float> pixels_;
  };
  /// Columns and rows of a frame.
  std::pair<int, int> pixels() const { return {x_.pixels.pixels(), y_.pixels.pixels()}; }
  double pitch_x_deg() const { return x_.pixels.pitch_deg(); }
  double pitch_y_deg() const { return y_.pixels.pitch_deg(); }
  /// The windows of all lines along one axis, for frames: line l sees pixels first[l] .. first[l] + width[l] - 1 with
  /// the weights from offset[l] on; those past the frame's end are 0.
  struct Windows {
    std::span<const int> first, width;
    std::span<const std::size_t> offset;
    std::span<const float> weights;
  };
  Windows windows_x() const { return {x_.first, x_.width, x_.offset, x_.pixel_weights}; }
  Windows windows_y() const { return {y_.first, y_.width, y_.offset, y_.pixel_weights}; }
  Canvas canvas() const { return {x_.pixels.pixels(), y_.pixels.pixels()}; }
  /// The weighted sum of the frame for those of the lines [begin, end) whose window saw a change since the canvas'
  /// frame before; the others keep their value. input is that of all lines.
  void sample(const Canvas& canvas, std::size_t begin, std::size_t end, std::span<float> input) const;

private:
  struct Axis {
    PixelAxis pixels;
    std::vector<int> first, width;    ///< per line: its first pixel, its padded number of pixels (0: never set)
    std::vector<int> count;           ///< per line: its number of pixels
    std::vector<std::size_t> offset;  ///< per line: place of its first weight
    std::vector<double> weights;      ///< for gratings
    std::vector<float> pixel_weights; ///< the same for frames

    Axis(const PixelAxis& axis, std::size_t padded_lines);
    void set_line(std::size_t line, double position_deg, double size_deg);
    int end(std::size_t line) const { return first[line] + width[line]; }
  };
  struct Phasors;

  void respond_at_edge(const Phasors& x, const Phasors& y, const Aperture& aperture, LineComplex& response) const;

  Axis x_, y_;
};

} // namespace striate
