// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/picture.h"

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

/// The input pixels that make one output pixel.
struct Window {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Window> windows(int in, int out) {
  const double scale = static_cast<double>(in) / out;
  const double reach = std::max(scale, 1.0);
  std::vector<Window> all;
  for (int o = 0; o < out; ++o) {
    const double centre = (o + 0.5) * scale;
    Window window;
    window.first = std::max(0, static_cast<int>(std::floor(centre - reach)));
    const int end = std::min(in, static_cast<int>(std::ceil(centre + reach)));
    double sum = 0.0;
    std::vector<double> weights;
    for (int k = window.first; k < end; ++k) {
      // docs/model/lgn.md#eq-15
      weights.push_back(std::max(0.0, 1.0 - std::abs(k + 0.5 - centre) / reach));
      sum += weights.back();
    }
    for (const double weight : weights)
      window.weights.push_back(static_cast<float>(weight / sum));
    all.push_back(std::move(window));
  }
  return all;
}

} // namespace

Picture resampled(const Picture& picture, int columns, int rows) {
  if (picture.columns == columns && picture.rows == rows)
    return picture;
  const std::vector<Window> across = windows(picture.columns, columns), down = windows(picture.rows, rows);
  Picture narrow{columns, picture.rows, {}};
  narrow.values.reserve(static_cast<std::size_t>(columns) * picture.rows);
  for (int r = 0; r < picture.rows; ++r) {
    const float* row = picture.values.data() + static_cast<std::ptrdiff_t>(r) * picture.columns;
    for (const Window& window : across) {
      float sum = 0.0f;
      for (std::size_t k = 0; k < window.weights.size(); ++k)
        sum += window.weights[k] * row[window.first + k];
      narrow.values.push_back(sum);
    }
  }
  Picture result{columns, rows, std::vector<float>(static_cast<std::size_t>(columns) * rows, 0.0f)};
  for (int r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < down[r].weights.size(); ++k) {
      const float* row = narrow.values.data() + static_cast<std::ptrdiff_t>(down[r].first + k) * columns;
      float* out = result.values.data() + static_cast<std::ptrdiff_t>(r) * columns;
      for (int c = 0; c < columns; ++c)
        out[c] += down[r].weights[k] * row[c];
    }
  return result;
}

} // namespace striate
