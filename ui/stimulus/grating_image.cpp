#include "ui/stimulus/grating_image.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace striate {

namespace {

struct Wave {
  float sine, cosine;
};

/// sin and cos of phase + cycles_per_deg * position at `count` pixel centres from `from` to `to` degrees.
std::vector<Wave> along(int count, double from, double to, double cycles_per_deg, double phase) {
  std::vector<Wave> waves;
  waves.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double degrees = from + (to - from) * (i + 0.5) / count;
    const double angle = phase + 2.0 * std::numbers::pi * cycles_per_deg * degrees;
    waves.push_back({static_cast<float>(std::sin(angle)), static_cast<float>(std::cos(angle))});
  }
  return waves;
}

} // namespace

QImage grating_image(const GratingClock& grating, double time_ms, QSize pixels) {
  QImage image(pixels, QImage::Format_Grayscale8);
  // sin(x + y) = sin x cos y + cos x sin y: a sine per column and row instead of one per pixel
  const double phase = grating.phase_rad - grating.omega_per_ms * (time_ms - static_cast<double>(grating.origin_ms));
  const auto columns = along(pixels.width(), 0.0, field_width_deg, grating.cycles_x_per_deg, 0.0);
  const auto rows = along(pixels.height(), field_height_deg, 0.0, grating.cycles_y_per_deg, phase);
  const float amplitude = 127.5F * static_cast<float>(grating.contrast);
  for (int r = 0; r < pixels.height(); ++r) {
    uchar* line = image.scanLine(r);
    const Wave row = rows[static_cast<std::size_t>(r)];
    for (int c = 0; c < pixels.width(); ++c) {
      const Wave column = columns[static_cast<std::size_t>(c)];
      const float gray = 127.5F + amplitude * (column.sine * row.cosine + column.cosine * row.sine);
      line[c] = static_cast<uchar>(std::clamp(gray + 0.5F, 0.0F, 255.0F));
    }
  }
  return image;
}

} // namespace striate
