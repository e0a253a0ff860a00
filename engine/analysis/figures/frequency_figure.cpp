// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate {
namespace {

constexpr std::array shown_layers{2, 4, 5, 6};
constexpr std::array layer_titles{"L1 and L2/3", "L4", "L5", "L6"};

/// The levels along one frequency, the other one being that of the main level, ascending.
struct Run {
  bool spatial;
  std::vector<const StudyResult::FrequencyLevel*> levels;

  double frequency(const StudyResult::FrequencyLevel& level) const {
    return spatial ? level.spatial_frequency : level.temporal_frequency;
  }
};

Run run_along(const StudyResult& study, bool spatial) {
  Run run{spatial, {}};
  for (const auto& level : study.frequencies)
    if ((spatial ? level.temporal_frequency == study.temporal_frequency
                 : level.spatial_frequency == study.spatial_frequency) &&
        run.frequency(level) > 0.0)
      run.levels.push_back(&level);
  return run;
}

/// Mean rate of a cell type with the 95 % interval of the mean.
LineSeries response(const StudyResult& study, const Run& run, const std::string& type) {
  LineSeries line{.label = spaced(type), .ink = type_ink(type), .width_pt = 1.25};
  for (const auto* level : run.levels) {
    const std::vector<double> values =
        sorted_defined(values_of_type(study.neurons, type, true, study.core, level->average_Hz));
    const double middle = mean(values);
    const double half =
        values.size() > 1 ? 1.96 * sample_sd(values) / std::sqrt(static_cast<double>(values.size())) : 0.0;
    line.x.push_back(run.frequency(*level));
    line.y.push_back(middle);
    line.lower.push_back(middle - half);
    line.upper.push_back(middle + half);
  }
  return line;
}

void add_row(FigureModel& figure, const StudyResult& study, const Run& run, int row, double& highest) {
  const double from = run.frequency(*run.levels.front()), to = run.frequency(*run.levels.back());
  for (std::size_t p = 0; p < shown_layers.size(); ++p) {
    Panel panel = panel_at(fmt::format("{}_{}", run.spatial ? "spatial" : "temporal", shown_layers[p]),
                           row == 0 ? layer_titles[p] : "", row, static_cast<int>(p));
    for (const std::string& type : cell_types(study.neurons, true)) {
      const int layer = layer_of(type);
      if (layer != shown_layers[p] && !(p == 0 && layer == 1))
        continue;
      LineSeries line = response(study, run, type);
      for (const double upper : line.upper)
        highest = std::max(highest, std::isfinite(upper) ? upper : 0.0);
      panel.series.emplace_back(std::move(line));
    }
    // The labels of the ticks are the frequencies shown, so the unit stands with the name.
    panel.x = log_axis(run.spatial ? "Spatial freq. (cyc/°)" : "Temporal freq. (Hz)", "", from / 1.1, to * 1.1);
    panel.x.ticks.clear();
    for (const auto* level : run.levels)
      panel.x.ticks.push_back(run.frequency(*level));
    panel.x.tick_labels.clear();
    for (const double tick : panel.x.ticks)
      panel.x.tick_labels.push_back(fmt::format("{:g}", tick));
    panel.y = {.label = p == 0 ? "Firing rate" : "", .unit = p == 0 ? "Hz" : "", .min = 0.0, .max = 1.0};
    panel.legend = row == 0;
    figure.panels.push_back(std::move(panel));
  }
}

} // namespace

FigureModel frequency_figure(const StudyResult& study) {
  FigureModel figure{.name = "frequency_response", .title = "Spatial and temporal frequency"};
  figure.width_mm = two_columns_mm;
  figure.columns = static_cast<int>(shown_layers.size());
  double highest = 0.0;
  int row = 0;
  for (const bool spatial : {true, false})
    if (const Run run = run_along(study, spatial); run.levels.size() > 1)
      add_row(figure, study, run, row++, highest);
  figure.rows = std::max(1, row);
  figure.height_mm = 16.0 + 52.0 * figure.rows;
  for (Panel& panel : figure.panels) {
    panel.y.max = round_up(highest);
    if (panel.column == 0)
      panel.letter = std::string(1, static_cast<char>('A' + panel.row));
  }
  figure.caption = fmt::format("Mean over neurons of the core with 95 % interval (normal), all directions, contrast "
                               "{:g}; along one frequency the other is {:g} cyc/° or {:g} Hz",
                               study.contrast, study.spatial_frequency, study.temporal_frequency);
  return figure;
}

} // namespace striate
