// SPDX-License-Identifier: Apache-2.0
#include "engine/lgn/receptive_fields.h"

#include "engine/core/simd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace striate {

namespace {

/// Windows are padded to whole vectors of this many pixels, and every array along an axis has as much room behind it.
constexpr int vector_pixels = 8;

struct Sum {
  double re, im;
};

/// Sum of weight * phasor over one window. Eight partial sums, so that every machine adds in the same order.
[[gnu::always_inline]] inline Sum dot(const double* weight, const double* cosine, const double* sine, int width) {
  double re[vector_pixels] = {}, im[vector_pixels] = {};
  for (int k = 0; k < width; k += vector_pixels)
    for (int l = 0; l < vector_pixels; ++l) {
      re[l] += weight[k + l] * cosine[k + l];
      im[l] += weight[k + l] * sine[k + l];
    }
  return {((re[0] + re[4]) + (re[2] + re[6])) + ((re[1] + re[5]) + (re[3] + re[7])),
          ((im[0] + im[4]) + (im[2] + im[6])) + ((im[1] + im[5]) + (im[3] + im[7]))};
}

struct AxisView {
  const int* first;
  const int* width;
  const std::size_t* offset;
  const double* weights;
  const double* cosine;
  const double* sine;
};

STRIATE_SIMD void respond_lines(AxisView x, AxisView y, std::size_t lines, double* re, double* im) {
  for (std::size_t l = 0; l < lines; ++l) {
    const Sum a = dot(x.weights + x.offset[l], x.cosine + x.first[l], x.sine + x.first[l], x.width[l]);
    const Sum b = dot(y.weights + y.offset[l], y.cosine + y.first[l], y.sine + y.first[l], y.width[l]);
    re[l] = a.re * b.re - a.im * b.im;
    im[l] = a.re * b.im + a.im * b.re;
  }
}

/// The same behind a mask that is no product of the axes: `cosine` and `sine` are the masked phasors of the first row
/// of the window, rows `stride` apart.
STRIATE_SIMD Sum respond_masked(const double* x_weight, int width, const double* cosine, const double* sine,
                                std::size_t stride, const double* y_weight, const double* y_cosine,
                                const double* y_sine, int height) {
  Sum sum{0.0, 0.0};
  for (int r = 0; r < height; ++r) {
    const Sum row = dot(x_weight, cosine + static_cast<std::size_t>(r) * stride,
                        sine + static_cast<std::size_t>(r) * stride, width);
    sum.re += y_weight[r] * (row.re * y_cosine[r] - row.im * y_sine[r]);
    sum.im += y_weight[r] * (row.re * y_sine[r] + row.im * y_cosine[r]);
  }
  return sum;
}

/// Eight pixels; the compiler cuts it into what the machine has. Spelled out because loops this short end up scalar.
using EightPixels = float __attribute__((vector_size(32), aligned(alignof(float)), may_alias));

[[gnu::always_inline]] inline const EightPixels& eight_pixels(const float* from) {
  return *reinterpret_cast<const EightPixels*>(from);
}

/// Weighted sum of a window of `vectors` * 8 columns, docs/model/lgn.md#eq-3. Rows go to two sums in turn: one would
/// wait for itself.
template <int vectors>
[[gnu::always_inline]] inline float window_sum(const float* pixels, std::size_t stride, const float* x_weight,
                                               const float* y_weight, int height) {
  EightPixels even[vectors] = {}, odd[vectors] = {};
  int r = 0;
  for (; r + 1 < height; r += 2) {
    const float* row = pixels + static_cast<std::size_t>(r) * stride;
    for (int v = 0; v < vectors; ++v) {
      even[v] += y_weight[r] * eight_pixels(row + v * vector_pixels);
      odd[v] += y_weight[r + 1] * eight_pixels(row + stride + v * vector_pixels);
    }
  }
  if (r < height)
    for (int v = 0; v < vectors; ++v)
      even[v] += y_weight[r] * eight_pixels(pixels + static_cast<std::size_t>(r) * stride + v * vector_pixels);
  EightPixels part = (even[0] + odd[0]) * eight_pixels(x_weight);
  for (int v = 1; v < vectors; ++v)
    part += (even[v] + odd[v]) * eight_pixels(x_weight + v * vector_pixels);
  return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

[[gnu::always_inline]] inline float sample_window(const float* pixels, std::size_t stride, const float* x_weight,
                                                  int width, const float* y_weight, int height) {
  switch (width / vector_pixels) {
  case 1:
    return window_sum<1>(pixels, stride, x_weight, y_weight, height);
  case 2:
    return window_sum<2>(pixels, stride, x_weight, y_weight, height);
  case 3:
    return window_sum<3>(pixels, stride, x_weight, y_weight, height);
  case 4:
    return window_sum<4>(pixels, stride, x_weight, y_weight, height);
  default:
    break;
  }
  float sum = 0.0f;
  for (int c = 0; c < width; c += 2 * vector_pixels)
    sum += c + vector_pixels < width ? window_sum<2>(pixels + c, stride, x_weight + c, y_weight, height)
                                     : window_sum<1>(pixels + c, stride, x_weight + c, y_weight, height);
  return sum;
}

struct WindowsView {
  const int* first;
  const int* width;
  const int* count;
  const std::size_t* offset;
  const float* weights;
};

/// The lines [begin, end) whose window meets the pixels [first_column, end_column) x [first_row, end_row).
struct Box {
  int first_column, end_column, first_row, end_row;
};

STRIATE_SIMD void sample_lines(WindowsView x, WindowsView y, Box changed, const float* pixels, std::size_t stride,
                               std::size_t begin, std::size_t end, float* input) {
  for (std::size_t l = begin; l < end; ++l) {
    if (x.width[l] == 0 || x.first[l] >= changed.end_column || x.first[l] + x.width[l] <= changed.first_column ||
        y.first[l] >= changed.end_row || y.first[l] + y.count[l] <= changed.first_row)
      continue;
    input[l] = sample_window(pixels + y.first[l] * stride + x.first[l], stride, x.weights + x.offset[l], x.width[l],
                             y.weights + y.offset[l], y.count[l]);
  }
}

} // namespace

ReceptiveFields::Axis::Axis(const PixelAxis& axis, std::size_t padded_lines)
    : pixels(axis), first(padded_lines, 0), width(padded_lines, 0), count(padded_lines, 0), offset(padded_lines, 0) {}

void ReceptiveFields::Axis::set_line(std::size_t line, double position_deg, double size_deg) {
  const PixelWeights window = pixels.weights(position_deg, size_deg);
  const std::size_t padded = (window.weight.size() + vector_pixels - 1) / vector_pixels * vector_pixels;
  first[line] = window.first;
  width[line] = static_cast<int>(padded);
  count[line] = static_cast<int>(window.weight.size());
  offset[line] = weights.size();
  weights.insert(weights.end(), window.weight.begin(), window.weight.end());
  weights.resize(offset[line] + padded, 0.0);
  pixel_weights.insert(pixel_weights.end(), weights.begin() + static_cast<std::ptrdiff_t>(offset[line]), weights.end());
}

/// exp(j 2 pi c X) of docs/model/lgn.md#eq-12 at every pixel of one axis, times the mask where it is a product of the
/// axes.
struct ReceptiveFields::Phasors {
  std::vector<double> cosine, sine;

  Phasors(const PixelAxis& axis, double cycles_per_deg, const Aperture& aperture, double centre_deg)
      : cosine(axis.pixels() + vector_pixels), sine(axis.pixels() + vector_pixels) {
    for (int k = 0; k < axis.pixels(); ++k) {
      const double angle = 2.0 * std::numbers::pi * cycles_per_deg * axis.pitch_deg() * k;
      const double mask = aperture.separable() ? aperture.mask_along(axis.pitch_deg() * k - centre_deg) : 1.0;
      cosine[k] = mask * std::cos(angle);
      sine[k] = mask * std::sin(angle);
    }
  }
};

ReceptiveFields::ReceptiveFields(const PixelAxis& x_axis, const PixelAxis& y_axis, std::size_t padded_lines)
    : x_(x_axis, padded_lines), y_(y_axis, padded_lines) {}

void ReceptiveFields::set_line(std::size_t line, double x_deg, double y_deg, double size_deg) {
  x_.set_line(line, x_deg, size_deg);
  y_.set_line(line, y_deg, size_deg);
}

void ReceptiveFields::respond(double cycles_x_per_deg, double cycles_y_per_deg, const Aperture& aperture,
                              LineComplex& response) const {
  const Phasors px(x_.pixels, cycles_x_per_deg, aperture, aperture.x_deg);
  const Phasors py(y_.pixels, cycles_y_per_deg, aperture, aperture.y_deg);
  const auto view = [](const Axis& axis, const Phasors& phasors) {
    return AxisView{axis.first.data(),   axis.width.data(),     axis.offset.data(),
                    axis.weights.data(), phasors.cosine.data(), phasors.sine.data()};
  };
  respond_lines(view(x_, px), view(y_, py), x_.first.size(), response.re.data(), response.im.data());
  if (!aperture.separable())
    respond_at_edge(px, py, aperture, response);
}

void ReceptiveFields::respond_at_edge(const Phasors& x, const Phasors& y, const Aperture& aperture,
                                      LineComplex& response) const {
  const int columns = x_.pixels.pixels(), rows = y_.pixels.pixels();
  const auto stride = static_cast<std::size_t>(columns + vector_pixels);
  std::vector<double> cosine(stride * rows + vector_pixels), sine(cosine.size());
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      const double mask = aperture.mask(c * x_.pixels.pitch_deg(), r * y_.pixels.pitch_deg());
      cosine[r * stride + c] = mask * x.cosine[c];
      sine[r * stride + c] = mask * x.sine[c];
    }
  const double radius = 0.5 * aperture.size_deg;
  for (std::size_t l = 0; l < x_.first.size(); ++l) {
    if (x_.width[l] == 0)
      continue;
    // Distances from the aperture's centre to the nearest and the farthest pixel of the window.
    const double left = x_.first[l] * x_.pixels.pitch_deg() - aperture.x_deg;
    const double right = (x_.end(l) - 1) * x_.pixels.pitch_deg() - aperture.x_deg;
    const double bottom = y_.first[l] * y_.pixels.pitch_deg() - aperture.y_deg;
    const double top = (y_.end(l) - 1) * y_.pixels.pitch_deg() - aperture.y_deg;
    const double nearest = std::hypot(std::clamp(0.0, left, right), std::clamp(0.0, bottom, top));
    const double farthest = std::hypot(std::max(-left, right), std::max(-bottom, top));
    if (farthest <= radius - 0.5)
      continue;
    Sum sum{0.0, 0.0};
    if (nearest < radius + 0.5) {
      const std::size_t corner = y_.first[l] * stride + x_.first[l];
      sum = respond_masked(&x_.weights[x_.offset[l]], x_.width[l], &cosine[corner], &sine[corner], stride,
                           &y_.weights[y_.offset[l]], &y.cosine[y_.first[l]], &y.sine[y_.first[l]], y_.count[l]);
    }
    response.re[l] = sum.re;
    response.im[l] = sum.im;
  }
}

ReceptiveFields::Canvas::Canvas(int columns, int rows)
    : columns_(columns), rows_(rows), stride_(columns + vector_pixels), end_row_(rows), end_column_(columns),
      pixels_(static_cast<std::size_t>(stride_) * (rows + 1), 0.0f) {}

void ReceptiveFields::Canvas::show(std::span<const float> pixels) {
  first_row_ = rows_;
  first_column_ = columns_;
  end_row_ = end_column_ = 0;
  for (int r = 0; r < rows_; ++r) {
    const float* fresh = pixels.data() + static_cast<std::ptrdiff_t>(r) * columns_;
    float* shown = pixels_.data() + static_cast<std::ptrdiff_t>(r) * stride_;
    if (std::equal(fresh, fresh + columns_, shown))
      continue;
    const auto [left, was_left] = std::mismatch(fresh, fresh + columns_, shown);
    int end = columns_;
    while (fresh[end - 1] == shown[end - 1])
      --end;
    first_row_ = std::min(first_row_, r);
    end_row_ = r + 1;
    first_column_ = std::min(first_column_, static_cast<int>(left - fresh));
    end_column_ = std::max(end_column_, end);
    std::copy(left, fresh + end, was_left);
  }
}

void ReceptiveFields::sample(const Canvas& canvas, std::size_t begin, std::size_t end, std::span<float> input) const {
  const auto view = [](const Axis& axis) {
    return WindowsView{axis.first.data(), axis.width.data(), axis.count.data(), axis.offset.data(),
                       axis.pixel_weights.data()};
  };
  sample_lines(view(x_), view(y_), {canvas.first_column_, canvas.end_column_, canvas.first_row_, canvas.end_row_},
               canvas.pixels_.data(), static_cast<std::size_t>(canvas.stride_), begin, end, input.data());
}

} // namespace striate
