// SPDX-License-Identifier: Apache-2.0
#include "ui/layouts/explore/stimulus/scene_image.h"

#include <algorithm>
#include <vector>

namespace striate {

QImage scene_image(const Scene& scene, double time_ms, QSizeF field, QSize pixels) {
  const int columns = pixels.width(), rows = pixels.height();
  std::vector<float> luminance(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  render(scene, time_ms, field.width(), field.height(), columns, rows, luminance);
  QImage image(pixels, QImage::Format_Grayscale8);
  const float* value = luminance.data();
  for (int r = 0; r < rows; ++r) {
    uchar* line = image.scanLine(r);
    for (int c = 0; c < columns; ++c)
      line[c] = static_cast<uchar>(std::clamp(128.0F + 127.5F * *value++, 0.0F, 255.0F));
  }
  return image;
}

} // namespace striate
