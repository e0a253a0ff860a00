// SPDX-License-Identifier: Apache-2.0
#include "ui/plot/dot_layer.h"

#include "ui/plot/canvas.h"
#include "ui/plot/painter_context_device.h"
#include "ui/plot/series_drawing.h"

#include <vtkContext2D.h>
#include <vtkNew.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace striate {
namespace {

std::size_t dot_count(const Panel& panel) {
  std::size_t count = 0;
  for (const Series& series : panel.series)
    if (const auto* dots = std::get_if<DotSeries>(&series))
      count += dots->x.size();
  return count;
}

ImageSeries empty_picture(const Panel& panel, int width, int height) {
  ImageSeries image;
  image.width = width;
  image.height = height;
  image.pixels.assign(static_cast<std::size_t>(width) * height, 0U);
  image.x0 = panel.x.min;
  image.x1 = panel.x.max;
  image.y0 = panel.y.min;
  image.y1 = panel.y.max;
  return image;
}

void draw_into(ImageSeries& image, const Panel& panel, const DotSeries& dots, const PlotStyle& style) {
  QImage view(reinterpret_cast<uchar*>(image.pixels.data()), image.width, image.height,
              static_cast<qsizetype>(image.width) * 4, QImage::Format_ARGB32_Premultiplied);
  QPainter painter(&view);
  vtkNew<PainterContextDevice> device;
  vtkNew<vtkContext2D> context;
  device->begin(painter, image.width, image.height);
  context->Begin(device);
  Canvas canvas(*context, style);
  const Box area{0.0, 0.0, static_cast<double>(image.width), static_cast<double>(image.height)};
  draw_dots(canvas, PanelMap(panel, area), dots);
  context->End();
}

void replace_dots(Panel& panel, const Box& area, const PlotStyle& style, int dpi) {
  PlotStyle picture_style = style;
  picture_style.dpi = dpi;
  const double scale = dpi / style.dpi;
  const int width = std::max(1, static_cast<int>(std::lround(area.width() * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(area.height() * scale)));
  std::vector<Series> result;
  bool open = false; // the last series is a picture of ours
  for (Series& series : panel.series) {
    auto* dots = std::get_if<DotSeries>(&series);
    if (dots == nullptr) {
      result.push_back(std::move(series));
      open = false;
      continue;
    }
    // Neighbouring dot series share one picture; the emptied series keeps the legend entry, before the picture.
    if (!open)
      result.emplace_back(empty_picture(panel, width, height));
    open = true;
    draw_into(std::get<ImageSeries>(result.back()), panel, *dots, picture_style);
    dots->x.clear();
    dots->y.clear();
    result.insert(result.end() - 1, std::move(series));
  }
  panel.series = std::move(result);
}

} // namespace

bool has_large_dot_layers(const FigureModel& figure) {
  return std::any_of(figure.panels.begin(), figure.panels.end(),
                     [](const Panel& panel) { return dot_count(panel) > largest_vector_dot_layer; });
}

FigureModel with_dot_pictures(FigureModel figure, const FigureLayout& layout, const PlotStyle& style, int dpi) {
  for (std::size_t i = 0; i < figure.panels.size(); ++i)
    if (!figure.panels[i].polar && dot_count(figure.panels[i]) > largest_vector_dot_layer)
      replace_dots(figure.panels[i], layout.panels[i].map.area(), style, dpi);
  return figure;
}

} // namespace striate
