// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/live_figures.h"
#include "engine/analysis/palette.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace striate {
namespace {

struct LayerRow {
  int layer;
  const char* label;
  const char* id;
  int inhibitory, excitatory; ///< class indices; -1 where the layer has none
};
constexpr std::array layer_rows{LayerRow{1, "L1", "l1", 0, -1}, LayerRow{2, "L2/3", "l23", 1, 2},
                                LayerRow{4, "L4", "l4", 3, 4}, LayerRow{5, "L5", "l5", 5, 6},
                                LayerRow{6, "L6", "l6", 7, 8}};

/// A trace over the complete bins in the window; x = start of the bin.
LineSeries trace(const PopulationActivity& activity, int class_index, double from_ms, double to_ms) {
  LineSeries line;
  const auto first = std::max(activity.first_bin(), static_cast<std::int64_t>(std::ceil(from_ms / activity.bin_ms())));
  const auto last = std::min(activity.end_bin(), static_cast<std::int64_t>(std::ceil(to_ms / activity.bin_ms())));
  for (std::int64_t bin = first; bin < last; ++bin) {
    line.x.push_back(static_cast<double>(bin) * activity.bin_ms());
    line.y.push_back(activity.rate_Hz(class_index, bin));
  }
  return line;
}

double peak(const LineSeries& line) {
  double highest = 0.0;
  for (const double y : line.y)
    if (std::isfinite(y))
      highest = std::max(highest, y);
  return highest;
}

/// Axis from 0 with ticks at both ends, shared by all panels that get the same peak.
Axis rate_axis(double highest) {
  const double top = round_up(highest);
  return {.unit = "Hz", .min = 0.0, .max = top, .ticks = {0.0, top}};
}

FigureModel screen_figure(const PopulationActivity& activity, double from_ms, double to_ms,
                          std::span<const StimulusMark> marks) {
  FigureModel figure;
  for (const LayerRow& row : layer_rows) {
    if (activity.neurons(row.inhibitory) == 0 && (row.excitatory < 0 || activity.neurons(row.excitatory) == 0))
      continue;
    Panel panel;
    panel.id = row.id;
    panel.title = row.label;
    panel.row = static_cast<int>(figure.panels.size());
    panel.x = time_axis(from_ms, to_ms, FigureStyle::screen);
    double highest = 0.0;
    if (row.excitatory >= 0) {
      LineSeries line = trace(activity, row.excitatory, from_ms, to_ms);
      line.label = "excitatory";
      line.ink = layer_ink(row.layer);
      line.fill = true;
      highest = peak(line);
      panel.series.emplace_back(std::move(line));
    }
    LineSeries line = trace(activity, row.inhibitory, from_ms, to_ms);
    line.label = "inhibitory";
    line.ink = Ink::inhibitory;
    highest = std::max(highest, peak(line));
    panel.series.emplace_back(std::move(line));
    panel.y = rate_axis(highest);
    panel.y.ticks.erase(panel.y.ticks.begin()); // rows are low: the axis line itself is 0
    add_marks(panel, marks, from_ms, to_ms, false);
    figure.panels.push_back(std::move(panel));
  }
  figure.rows = std::max(1, static_cast<int>(figure.panels.size()));
  for (std::size_t i = 0; i + 1 < figure.panels.size(); ++i)
    figure.panels[i].x.visible = false;
  return figure;
}

/// 5 x 2: L1 over the full width, then inhibitory left and excitatory right; a column shares its y axis (L1 with the
/// left).
FigureModel paper_figure(const PopulationActivity& activity, double from_ms, double to_ms,
                         std::span<const StimulusMark> marks) {
  FigureModel figure;
  figure.width_mm = 162.6; // 6.4 x 4.8 inch
  figure.height_mm = 121.9;
  figure.rows = static_cast<int>(layer_rows.size());
  figure.columns = 2;
  std::array<double, 2> highest{};
  for (std::size_t row = 0; row < layer_rows.size(); ++row)
    for (int column = 0; column < 2; ++column) {
      const LayerRow& layer = layer_rows[row];
      const bool excitatory = column == 1;
      const int class_index = excitatory ? layer.excitatory : layer.inhibitory;
      if (class_index < 0)
        continue;
      Panel panel;
      panel.id = fmt::format("{}{}", excitatory ? 'e' : 'i', layer.id + 1);
      panel.row = static_cast<int>(row);
      panel.column = column;
      panel.column_span = layer.excitatory < 0 ? 2 : 1;
      panel.legend = true;
      panel.x = time_axis(from_ms, to_ms, FigureStyle::paper);
      panel.x.ticks.clear();
      panel.x.visible = row + 1 == layer_rows.size();
      LineSeries line = trace(activity, class_index, from_ms, to_ms);
      line.label = fmt::format("{} {} neurons", excitatory ? "Excitatory" : "Inhibitory", layer.label);
      line.ink = excitatory ? Ink::excitatory : Ink::inhibitory;
      highest[static_cast<std::size_t>(column)] = std::max(highest[static_cast<std::size_t>(column)], peak(line));
      panel.series.emplace_back(std::move(line));
      add_marks(panel, marks, from_ms, to_ms, row == 0);
      figure.panels.push_back(std::move(panel));
    }
  for (Panel& panel : figure.panels) {
    panel.y = rate_axis(highest[static_cast<std::size_t>(panel.column)]);
    panel.y.ticks.clear();
    if (panel.column == 0)
      panel.y.label = "Population\nactivity";
  }
  return figure;
}

} // namespace

FigureModel population_activity_figure(const PopulationActivity& activity, double from_ms, double to_ms,
                                       std::span<const StimulusMark> marks, FigureStyle style) {
  FigureModel figure = style == FigureStyle::screen ? screen_figure(activity, from_ms, to_ms, marks)
                                                    : paper_figure(activity, from_ms, to_ms, marks);
  figure.name = "population_activity";
  figure.title = "Population activity";
  figure.caption =
      fmt::format("Spikes per neuron and second in bins of {} ms, not smoothed", short_number(activity.bin_ms()));
  return figure;
}

} // namespace striate
