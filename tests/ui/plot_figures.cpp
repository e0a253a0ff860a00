// SPDX-License-Identifier: Apache-2.0
#include "plot_figures.h"

#include <cmath>
#include <utility>

namespace striate {

FigureModel figure_of(Panel panel) {
  FigureModel figure;
  figure.name = "test";
  figure.title = "Test & <figure>";
  figure.caption = "seed 3000; R 400 µm";
  figure.settings = R"({"seed": 3000, "name": "a < b & c"})";
  figure.panels.push_back(std::move(panel));
  return figure;
}

FigureModel line_figure() {
  Panel panel;
  panel.id = "line";
  panel.title = "Rate";
  panel.x = {.label = "Time", .unit = "s", .min = 0.0, .max = 10.0};
  panel.y = {.label = "Rate", .unit = "Hz", .min = 0.0, .max = 10.0};
  panel.series.emplace_back(
      LineSeries{.label = "L4 Exc", .ink = Ink::exc, .x = {0.0, 10.0}, .y = {5.0, 5.0}, .width_pt = 2.0});
  return figure_of(std::move(panel));
}

FigureModel dot_figure(int dots) {
  Panel panel;
  panel.id = "raster";
  panel.x = {.label = "Time", .unit = "ms", .min = 0.0, .max = 1000.0};
  panel.y = {.label = "Neuron", .min = 0.0, .max = 100.0};
  panel.legend = true;
  panel.series.emplace_back(BandSeries{.from = 0.0, .to = 50.0, .label = "L6"});
  DotSeries series{.label = "PV", .ink = Ink::pv, .diameter_pt = 1.5};
  for (int i = 0; i < dots; ++i) {
    series.x.push_back(static_cast<float>((i * 37) % 1000));
    series.y.push_back(static_cast<float>((i * 61) % 50));
  }
  panel.series.emplace_back(std::move(series));
  panel.series.emplace_back(RuleSeries{.at = 500.0, .label = "45°"});
  return figure_of(std::move(panel));
}

bool near_color(QRgb pixel, QColor color, int tolerance) {
  return std::abs(qRed(pixel) - color.red()) < tolerance && std::abs(qGreen(pixel) - color.green()) < tolerance &&
         std::abs(qBlue(pixel) - color.blue()) < tolerance;
}

int count_color(const QImage& image, QRect part, QColor color) {
  int count = 0;
  for (int y = part.top(); y <= part.bottom(); ++y)
    for (int x = part.left(); x <= part.right(); ++x)
      count += near_color(image.pixel(x, y), color);
  return count;
}

QColor ink(Ink name, Theme theme) {
  return to_qcolor(palette(name, theme));
}

} // namespace striate
