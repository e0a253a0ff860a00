// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/lgn_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace {

constexpr int cells = 61;             ///< of the picture, along a side
constexpr double sigmas_around = 3.0; ///< that the picture shows around all subfields

double greatest(const std::vector<double>& kernel) {
  double found = 0.0;
  for (const double tap : kernel)
    if (std::abs(tap) > std::abs(found))
      found = tap;
  return found;
}

/// Subfields as Gaussians of height 1 with the sign of their kernels' largest lobe.
Panel spatial_panel(std::span<const LgnSubfieldFilter> subfields, double height_per_width) {
  Panel panel;
  panel.id = "spatial";
  panel.title = "Receptive field";
  double x = 0.0, y = 0.0, reach = 0.0;
  for (const LgnSubfieldFilter& field : subfields) {
    x += field.x_deg / static_cast<double>(subfields.size());
    y += field.y_deg / static_cast<double>(subfields.size());
  }
  for (const LgnSubfieldFilter& field : subfields)
    reach = std::max(reach, std::hypot(field.x_deg - x, field.y_deg - y) + sigmas_around * field.sigma_deg);
  const double reach_x = reach * std::max(1.0, 1.0 / height_per_width);
  const double reach_y = reach * std::max(1.0, height_per_width);
  panel.x = {.label = "Azimuth", .unit = "°", .min = x - reach_x, .max = x + reach_x};
  panel.y = {.label = "Elevation", .unit = "°", .min = y - reach_y, .max = y + reach_y};
  MatrixSeries matrix{.label = "weight", .columns = cells, .rows = cells, .map = ColorMap::diverging, .low = -1.0};
  matrix.x0 = panel.x.min;
  matrix.x1 = panel.x.max;
  matrix.y0 = panel.y.min;
  matrix.y1 = panel.y.max;
  double top = 0.0;
  for (int r = 0; r < cells; ++r)
    for (int c = 0; c < cells; ++c) {
      const double at_x = x + reach_x * (2.0 * (c + 0.5) / cells - 1.0),
                   at_y = y - reach_y * (2.0 * (r + 0.5) / cells - 1.0);
      double weight = 0.0;
      for (const LgnSubfieldFilter& field : subfields) {
        const double distance = std::hypot(at_x - field.x_deg, at_y - field.y_deg) / field.sigma_deg;
        weight += std::copysign(std::exp(-0.5 * distance * distance), greatest(field.kernel));
      }
      matrix.values.push_back(weight);
      top = std::max(top, std::abs(weight));
    }
  for (double& weight : matrix.values)
    weight /= top > 0.0 ? top : 1.0;
  panel.series.emplace_back(std::move(matrix));
  return panel;
}

Panel temporal_panel(std::span<const LgnSubfieldFilter> subfields, double spontaneous_Hz) {
  Panel panel;
  panel.id = "temporal";
  panel.title = "Temporal kernel";
  panel.note = fmt::format("r₀ {:.2g} Hz", spontaneous_Hz);
  double low = 0.0, high = 0.0;
  std::size_t last = 1;
  for (std::size_t i = 0; i < subfields.size(); ++i) {
    const std::vector<double>& kernel = subfields[i].kernel;
    const double seen = 1e-3 * std::abs(greatest(kernel));
    LineSeries line{.label = i == 0 ? "dominant" : "other subfield",
                    .ink = i == 0 ? Ink::lgn_rate : Ink::lgn_spike,
                    .width_pt = 1.25};
    for (std::size_t lag = 0; lag < kernel.size(); ++lag) {
      line.x.push_back(static_cast<double>(lag));
      line.y.push_back(kernel[lag]);
      low = std::min(low, kernel[lag]);
      high = std::max(high, kernel[lag]);
      if (std::abs(kernel[lag]) > seen)
        last = std::max(last, lag);
    }
    panel.series.emplace_back(std::move(line));
  }
  const double margin = 0.08 * std::max(high - low, 1e-9);
  panel.x = {.label = "Lag", .unit = "ms", .max = static_cast<double>(last) * 1.05};
  panel.y = {.label = "Kernel", .unit = "Hz/ms", .min = low - margin, .max = high + margin};
  panel.series.emplace_back(RuleSeries{.at = 0.0, .vertical = false, .dashed = false, .ink = Ink::grid});
  panel.legend = subfields.size() > 1;
  return panel;
}

} // namespace

FigureModel lgn_filter_figure(const std::string& title, std::span<const LgnSubfieldFilter> subfields,
                              double spontaneous_Hz, const LgnTrace& trace, std::span<const double> luminance,
                              double from_ms, double to_ms, std::span<const StimulusMark> marks,
                              double height_per_width) {
  FigureModel figure;
  figure.name = "lgn_unit";
  figure.title = title;
  figure.columns = 2;
  figure.rows = 1;
  figure.height_mm = 70.0;
  figure.panels = {spatial_panel(subfields, height_per_width), temporal_panel(subfields, spontaneous_Hz)};
  figure.panels[1].column = 1;
  figure.column_weight = {1.0, 1.3};
  if (trace.time_ms.empty())
    return figure;
  FigureModel answer = lgn_sample_figure(std::span(&trace, 1), trace.time_ms, luminance, from_ms, to_ms, marks);
  for (Panel& panel : answer.panels) {
    panel.row += 1;
    panel.column_span = 2;
    figure.panels.push_back(std::move(panel));
  }
  figure.rows += answer.rows;
  figure.row_weight = {1.6};
  figure.row_weight.insert(figure.row_weight.end(), answer.row_weight.begin(), answer.row_weight.end());
  figure.height_mm = 130.0;
  return figure;
}

} // namespace striate
