// SPDX-License-Identifier: Apache-2.0
#include "engine/stimulus/movie/movie.h"

#include <algorithm>
#include <cmath>

namespace striate {

Movie::Movie(int columns, int rows, std::vector<float> frames, double frame_rate_Hz, bool repeats)
    : Footage(columns, rows, PixelGrid::picture),
      values_(std::make_shared<const std::vector<float>>(std::move(frames))),
      frames_(static_cast<std::int64_t>(values_->size()) / (static_cast<std::int64_t>(columns) * rows)),
      frame_rate_Hz_(frame_rate_Hz), repeats_(repeats) {}

Movie::Movie(const Movie& frames, double frame_rate_Hz, bool repeats)
    : Footage(frames.columns(), frames.rows(), PixelGrid::picture), values_(frames.values_), frames_(frames.frames_),
      frame_rate_Hz_(frame_rate_Hz), repeats_(repeats) {}

std::int64_t Movie::picture_at(std::int64_t elapsed_ms) const {
  if (elapsed_ms < 0)
    return gray;
  const auto frame = static_cast<std::int64_t>(static_cast<double>(elapsed_ms) * frame_rate_Hz_ / 1000.0);
  if (frame >= frames_ && !repeats_)
    return gray;
  return frame % frames_;
}

void Movie::draw(std::int64_t picture, double /*pitch_x_deg*/, double /*pitch_y_deg*/, std::span<float> pixels) const {
  std::copy_n(values_->begin() + picture * std::ssize(pixels), pixels.size(), pixels.begin());
}

double Movie::luminance(double x_deg, double y_deg, std::int64_t picture) const {
  const auto c = std::clamp(static_cast<int>(std::lround(x_deg)), 0, columns() - 1);
  const auto r = std::clamp(static_cast<int>(std::lround(y_deg)), 0, rows() - 1);
  return static_cast<double>((*values_)[static_cast<std::size_t>((picture * rows() + r) * columns() + c)]);
}

} // namespace striate
