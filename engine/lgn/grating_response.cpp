#include "engine/lgn/grating_response.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

constexpr int width_of_block = lines_per_block;

struct BlockSums {
  std::array<double, width_of_block> re, im;
};

/// Sum over the window of weight * phasor, for the lines of one block. Windows start at their own pixel, so the phasors
/// count from the window's start and the sum is turned to its place afterwards.
STRIATE_SIMD void sum_windows(const double* weights, int pixels, const double* cosine, const double* sine,
                              const int* first, BlockSums& sums) {
  std::array<double, width_of_block> re{}, im{};
  for (int k = 0; k < pixels; ++k) {
    const double* row = weights + static_cast<std::ptrdiff_t>(k) * width_of_block;
    const double c = cosine[k], s = sine[k];
    for (int l = 0; l < width_of_block; ++l) {
      re[l] += row[l] * c;
      im[l] += row[l] * s;
    }
  }
  for (int l = 0; l < width_of_block; ++l) {
    const double c = cosine[first[l]], s = sine[first[l]];
    sums.re[l] = re[l] * c - im[l] * s;
    sums.im[l] = re[l] * s + im[l] * c;
  }
}

STRIATE_SIMD void multiply(const BlockSums& x, const BlockSums& y, double* re, double* im) {
  for (int l = 0; l < width_of_block; ++l) {
    re[l] = x.re[l] * y.re[l] - x.im[l] * y.im[l];
    im[l] = x.re[l] * y.im[l] + x.im[l] * y.re[l];
  }
}

} // namespace

GratingResponse::Axis::Axis(const PixelAxis& axis, std::size_t padded_lines)
    : pixels(axis), first(padded_lines, 0), width(padded_lines / width_of_block, 0),
      weights(padded_lines / width_of_block) {}

void GratingResponse::Axis::set_line(std::size_t line, double position_deg, double size_deg) {
  const PixelWeights window = pixels.weights(position_deg, size_deg);
  const std::size_t block = line / width_of_block;
  const auto size = static_cast<int>(window.weight.size());
  if (size > width[block]) {
    width[block] = size;
    weights[block].resize(static_cast<std::size_t>(size) * width_of_block, 0.0);
  }
  first[line] = window.first;
  for (int k = 0; k < size; ++k)
    weights[block][static_cast<std::size_t>(k) * width_of_block + line % width_of_block] = window.weight[k];
}

/// exp(j 2 pi c X) at every pixel of one axis.
struct GratingResponse::Phasors {
  std::vector<double> cosine, sine;

  Phasors(const PixelAxis& axis, double cycles_per_deg) : cosine(axis.pixels()), sine(axis.pixels()) {
    for (int k = 0; k < axis.pixels(); ++k) {
      const double angle = 2.0 * std::numbers::pi * cycles_per_deg * axis.pitch_deg() * k;
      cosine[k] = std::cos(angle);
      sine[k] = std::sin(angle);
    }
  }
};

GratingResponse::GratingResponse(const PixelAxis& x_axis, const PixelAxis& y_axis, std::size_t padded_lines)
    : x_(x_axis, padded_lines), y_(y_axis, padded_lines) {}

void GratingResponse::set_line(std::size_t line, double x_deg, double y_deg, double size_deg) {
  x_.set_line(line, x_deg, size_deg);
  y_.set_line(line, y_deg, size_deg);
}

void GratingResponse::respond(double cycles_x_per_deg, double cycles_y_per_deg, LineComplex& response) const {
  const Phasors px(x_.pixels, cycles_x_per_deg), py(y_.pixels, cycles_y_per_deg);
  BlockSums x, y;
  for (std::size_t block = 0; block < x_.weights.size(); ++block) {
    const std::size_t line = block * width_of_block;
    sum_windows(x_.weights[block].data(), x_.width[block], px.cosine.data(), px.sine.data(), &x_.first[line], x);
    sum_windows(y_.weights[block].data(), y_.width[block], py.cosine.data(), py.sine.data(), &y_.first[line], y);
    multiply(x, y, &response.re[line], &response.im[line]);
  }
}

} // namespace striate
