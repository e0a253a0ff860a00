// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/training/figures/training_figures.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace striate {
namespace {

Panel similarity_panel(const Comparison& before, const Comparison& after, const std::string& metric, int row) {
  Panel panel = panel_at(metric, "", row, 0);
  std::vector<std::string> types;
  DotSeries first{.label = "before", .ink = Ink::untrained, .diameter_pt = 4.0};
  DotSeries now{.label = "now", .ink = Ink::model, .diameter_pt = 5.0};
  LineSeries way{.ink = Ink::quiet, .width_pt = 1.0};
  for (const TypeComparison& type : after.rows) {
    if (type.metric != metric)
      continue;
    const TypeComparison* old = before.find(type.cell_type, metric);
    const auto x = static_cast<double>(types.size());
    types.push_back(type.cell_type);
    if (!old || std::isnan(type.similarity) || std::isnan(old->similarity))
      continue;
    first.x.push_back(static_cast<float>(x));
    first.y.push_back(static_cast<float>(old->similarity));
    now.x.push_back(static_cast<float>(x));
    now.y.push_back(static_cast<float>(type.similarity));
    way.x.insert(way.x.end(), {x, x, x});
    way.y.insert(way.y.end(), {old->similarity, type.similarity, std::nan("")});
  }
  panel.series = class_bands(types);
  panel.series.emplace_back(std::move(way));
  panel.series.emplace_back(std::move(first));
  panel.series.emplace_back(std::move(now));
  panel.x = name_axis(types);
  panel.y = {.label = fmt::format("S of {}", metric == "evoked_rate" ? "evoked rate" : "spontaneous rate"),
             .min = 0.0,
             .max = 1.3, // the note stands above the dots
             .ticks = {0.0, 0.5, 1.0}};
  const double score_before = before.score(metric), score_now = after.score(metric);
  if (!std::isnan(score_before) && !std::isnan(score_now))
    panel.note = fmt::format("mean S {:.2f} → {:.2f}", score_before, score_now);
  return panel;
}

} // namespace

FigureModel before_after_figure(const Comparison& before, const Comparison& after) {
  FigureModel figure{.name = "training_before_after", .title = "Similarity of rates before training and now"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 110.0;
  figure.rows = 2;
  for (const char* metric : {"evoked_rate", "spontaneous_rate"})
    figure.panels.push_back(similarity_panel(before, after, metric, static_cast<int>(figure.panels.size())));
  figure.panels.front().x.visible = false;
  figure.panels.front().legend = true;
  letter_panels(figure);
  figure.caption = fmt::format("S: similarity 1 - KS of the rates in validation trials; means over types with {} and "
                               "more values on both sides. {}",
                               smallest_scored_group, neuropixels_citation);
  return figure;
}

} // namespace striate
