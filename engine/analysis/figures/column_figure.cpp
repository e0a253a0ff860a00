// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/column_figure.h"

namespace striate {

namespace {

constexpr int picture_px = 1800;
constexpr std::array drawn_classes{CellClass::exc, CellClass::pv, CellClass::sst, CellClass::vip, CellClass::l1};

/// Dots of one class, those that are lit or those that are not.
DotSeries dots_of(const Network& network, const ColumnImage& image, CellClass cell_class, std::span<const float> values,
                  bool lit) {
  DotSeries dots;
  dots.label = lit ? std::string(class_name(cell_class)) + " firing" : class_name(cell_class);
  dots.ink = class_ink(cell_class);
  const NeuronTable& neurons = network.neurons;
  const double um = image.um_per_pixel();
  for (std::uint32_t i = 0; i < neurons.size(); ++i) {
    if (network.tables->populations[neurons.population[i]].cell_class != cell_class)
      continue;
    if ((!values.empty() && values[i] > 0.5f) != lit)
      continue;
    const ColumnPoint point = image.project(neurons.x_um[i], neurons.y_um[i], neurons.z_um[i]);
    dots.x.push_back(static_cast<float>((point.x - 0.5 * image.width()) * um));
    dots.y.push_back(static_cast<float>((0.5 * image.height() - point.y) * um));
  }
  return dots;
}

} // namespace

FigureModel column_figure(const Network& network, const ColumnCamera& camera, ColumnColoring coloring,
                          std::span<const float> values) {
  ColumnImage image;
  image.set_network(network);
  image.set_view(picture_px, picture_px, 4.0, camera, coloring, Theme::print);
  const double half = 0.5 * picture_px * image.um_per_pixel();

  FigureModel figure;
  figure.name = "column";
  figure.title = "Column";
  figure.width_mm = 120.0;
  figure.height_mm = 120.0;
  Panel panel;
  panel.id = "column";
  panel.x.label = "Across";
  panel.y.label = "Up";
  panel.x.unit = panel.y.unit = "µm";
  panel.x.min = panel.y.min = -half;
  panel.x.max = panel.y.max = half;
  if (coloring == ColumnColoring::rate || coloring == ColumnColoring::tuning) {
    image.draw(values);
    ImageSeries picture;
    picture.width = image.width();
    picture.height = image.height();
    picture.pixels.assign(image.pixels().begin(), image.pixels().end());
    picture.x0 = picture.y0 = -half;
    picture.x1 = picture.y1 = half;
    panel.series.emplace_back(std::move(picture));
  } else {
    const bool spikes = coloring == ColumnColoring::spikes;
    for (const bool lit : {false, true})
      for (const CellClass cell_class : drawn_classes) {
        DotSeries dots = dots_of(network, image, cell_class, spikes ? values : std::span<const float>{}, lit);
        dots.diameter_pt = lit ? 1.6 : 1.0;
        dots.alpha = spikes && !lit ? 0.3 : 1.0;
        if (!dots.x.empty())
          panel.series.emplace_back(std::move(dots));
      }
    panel.legend = true;
  }
  figure.panels.push_back(std::move(panel));
  return figure;
}

} // namespace striate
