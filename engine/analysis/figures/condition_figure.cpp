// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {
namespace {

constexpr std::size_t most_rows = 40;     ///< more names cannot be read
constexpr std::size_t most_printed = 20;  ///< more numbers are no help
constexpr std::size_t longest_label = 44; ///< characters

/// "looming-disc; speed 50", with the numbers that other levels of the same condition have differently.
std::string label_of(const StudyResult& study, const StimulusLevel& shown) {
  bool contrasts = false, frequencies = false;
  for (const auto& other : study.conditions) {
    if (other.shown.condition != shown.condition)
      continue;
    contrasts = contrasts || other.shown.contrast != shown.contrast;
    frequencies = frequencies || other.shown.spatial_frequency != shown.spatial_frequency ||
                  other.shown.temporal_frequency != shown.temporal_frequency;
  }
  std::string label = shown.condition;
  if (label.size() > longest_label) // the end of a path tells more than its begin
    label = "…" + label.substr(label.size() - longest_label);
  if (contrasts)
    label += fmt::format("{}contrast {:g}", label.empty() ? "" : "; ", shown.contrast);
  if (frequencies)
    label += fmt::format("{}{:g} cyc/°, {:g} Hz", label.empty() ? "" : "; ", shown.spatial_frequency,
                         shown.temporal_frequency);
  return label;
}

} // namespace

FigureModel condition_figure(const StudyResult& study) {
  FigureModel figure{.name = "condition_response", .title = "Rates by stimulus"};
  figure.width_mm = two_columns_mm;
  const std::vector<std::string> types = cell_types(study.neurons, true);
  const std::size_t rows = std::min(study.conditions.size(), most_rows);
  MatrixSeries matrix{.label = "rate_Hz", .columns = static_cast<int>(types.size()), .rows = static_cast<int>(rows)};
  double highest = 0.0;
  for (std::size_t row = 0; row < rows; ++row)
    for (const std::string& type : types) {
      const double rate =
          mean(sorted_defined(values_of_type(study.neurons, type, true, study.core, study.conditions[row].average_Hz)));
      matrix.values.push_back(rate);
      highest = std::max(highest, std::isfinite(rate) ? rate : 0.0);
    }
  matrix.x0 = -0.5;
  matrix.x1 = static_cast<double>(types.size()) - 0.5;
  matrix.y1 = static_cast<double>(rows);
  matrix.high = round_up(highest);
  matrix.decimals = rows <= most_printed ? 1 : -1;
  Panel panel = panel_at("conditions", "", 0, 0);
  panel.x = name_axis(types);
  panel.x.min = matrix.x0;
  panel.x.max = matrix.x1;
  panel.y = {.min = 0.0, .max = matrix.y1};
  for (std::size_t row = 0; row < rows; ++row) {
    panel.y.ticks.push_back(static_cast<double>(rows - row) - 0.5);
    panel.y.tick_labels.push_back(label_of(study, study.conditions[row].shown));
  }
  panel.color_bar = ColorBar{ColorMap::viridis, 0.0, matrix.high, "Firing rate (Hz)"};
  panel.series.emplace_back(std::move(matrix));
  figure.panels.push_back(std::move(panel));
  figure.height_mm = 34.0 + 5.0 * static_cast<double>(rows);
  figure.caption = "Mean over neurons of the core while the stimulus is on, over all its directions and trials";
  if (rows < study.conditions.size())
    figure.caption +=
        fmt::format("; the first {} of {} stimuli, conditions.csv has all", rows, study.conditions.size());
  return figure;
}

} // namespace striate
