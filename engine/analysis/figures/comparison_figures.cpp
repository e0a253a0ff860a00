// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/figures/figure_grid.h"
#include "engine/analysis/figures/figure_parts.h"
#include "engine/analysis/figures/study_figures.h"
#include "engine/analysis/measures/statistics.h"
#include "engine/core/finite_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace striate {
namespace {

constexpr double box_offset = 0.19; ///< half the distance of the two boxes of a type
constexpr std::size_t fliers_drawn = 200;

std::vector<std::string> types_of(const Comparison& comparison) {
  std::vector<std::string> types;
  for (const TypeComparison& row : comparison.rows)
    if (row.metric == comparison.rows.front().metric)
      types.push_back(row.cell_type);
  return types;
}

/// Box of a quantile curve. Single values are not known: the whiskers end at the last quantile within 1.5 IQR, and the
/// quantiles beyond them stand for the outliers.
BoxSeries::Box recorded_box(const QuantileCurve& curve, double x) {
  const QuantileCurve::Points points = curve.points();
  BoxSeries::Box box{x, 0.0, points.q1, points.median, points.q3, 0.0, {}};
  const double reach = 1.5 * (box.q3 - box.q1);
  box.whisker_low = box.q1;
  box.whisker_high = box.q3;
  for (const double q : curve.q) {
    if (q >= box.q1 - reach)
      box.whisker_low = std::min(box.whisker_low, q);
    if (q <= box.q3 + reach)
      box.whisker_high = std::max(box.whisker_high, q);
    if (q < box.q1 - reach || q > box.q3 + reach)
      box.fliers.push_back(q);
  }
  for (const double q : {points.p05, points.p95})
    if (curve.exact && (q < box.q1 - reach || q > box.q3 + reach))
      box.fliers.push_back(q);
  return box;
}

std::vector<double> thinned(const std::vector<double>& values) {
  if (values.size() <= fliers_drawn)
    return values;
  std::vector<double> some;
  for (std::size_t i = 0; i < fliers_drawn; ++i)
    some.push_back(values[i * (values.size() - 1) / (fliers_drawn - 1)]);
  return some;
}

Panel box_panel(const Comparison& comparison, const ReferenceData& reference, const std::string& metric, int row) {
  const std::vector<std::string> types = types_of(comparison);
  Panel panel = panel_at(metric, "", row, 0);
  panel.series = class_bands(types);
  BoxSeries model{.label = "model", .ink = Ink::model, .width = 0.34};
  BoxSeries recorded{.label = "Neuropixels", .ink = Ink::recorded, .width = 0.34};
  double highest = 0.0;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const TypeComparison& type = *comparison.find(types[i], metric);
    const auto x = static_cast<double>(i);
    if (type.model.n > 0)
      model.boxes.push_back({x - box_offset, type.model.whisker_low, type.model.q1, type.model.median, type.model.q3,
                             type.model.whisker_high, thinned(type.model.fliers)});
    if (const QuantileCurve* curve = reference.find(types[i], metric))
      recorded.boxes.push_back(recorded_box(*curve, x + box_offset));
    for (const BoxSeries* series : {&model, &recorded})
      if (!series->boxes.empty())
        highest = std::max(highest, series->boxes.back().whisker_high);
  }
  panel.series.emplace_back(std::move(model));
  panel.series.emplace_back(std::move(recorded));
  panel.x = name_axis(types);
  const bool index = metric == "OSI" || metric == "DSI";
  panel.y = {.label = metric_label(metric), .unit = metric_unit(metric)};
  panel.y.min = index ? -0.02 : -0.02 * round_up(highest);
  panel.y.max = index ? 1.05 : round_up(1.05 * highest);
  const double score = comparison.score(metric);
  if (!std::isnan(score))
    panel.note = fmt::format("S = {:.2f}", score);
  return panel;
}

FigureModel boxes_figure(const Comparison& comparison, const ReferenceData& reference,
                         const std::vector<std::string>& metrics, std::string name, std::string title) {
  FigureModel figure;
  figure.name = std::move(name);
  figure.title = std::move(title);
  figure.width_mm = two_columns_mm;
  figure.rows = static_cast<int>(metrics.size());
  figure.height_mm = 30.0 + 48.0 * figure.rows;
  if (comparison.rows.empty())
    return figure;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    figure.panels.push_back(box_panel(comparison, reference, metrics[m], static_cast<int>(m)));
    figure.panels.back().legend = m == 0;
    figure.panels.back().x.visible = m + 1 == metrics.size();
  }
  letter_panels(figure);
  figure.caption =
      fmt::format("Boxes: quartiles and median, whiskers within 1.5 IQR, dots beyond (of the recordings every second "
                  "percentile, the 5th and the 95th); OSI and DSI of neurons at or above "
                  "0.5 Hz. S: mean similarity 1 - KS over types with {} and more values on both sides. {}",
                  smallest_scored_group, neuropixels_citation);
  return figure;
}

/// Distribution function through all values, thinned to what a page can show.
LineSeries cumulative(const std::vector<double>& sorted, double floor) {
  LineSeries line{.label = "model", .ink = Ink::model, .width_pt = 1.25, .steps = true};
  const std::size_t step = std::max<std::size_t>(1, sorted.size() / 400);
  if (!sorted.empty()) {
    line.x.push_back(std::max(sorted.front(), floor));
    line.y.push_back(0.0);
  }
  for (std::size_t i = 0; i < sorted.size(); i += step) {
    line.x.push_back(std::max(sorted[i], floor));
    line.y.push_back(static_cast<double>(i + 1) / static_cast<double>(sorted.size()));
  }
  if (!sorted.empty()) {
    line.x.push_back(std::max(sorted.back(), floor));
    line.y.push_back(1.0);
  }
  return line;
}

} // namespace

FigureModel selectivity_boxes_figure(const Comparison& comparison, const ReferenceData& reference) {
  return boxes_figure(comparison, reference, {"preferred_rate", "OSI", "DSI"}, "selectivity_boxes",
                      "Preferred rate, OSI and DSI by cell type");
}

FigureModel rate_boxes_figure(const Comparison& comparison, const ReferenceData& reference) {
  return boxes_figure(comparison, reference, {"evoked_rate", "spontaneous_rate"}, "rate_boxes",
                      "Evoked and spontaneous rate by cell type");
}

FigureModel cumulative_figure(const StudyResult& study, const ReferenceData& reference, const std::string& metric) {
  FigureModel figure;
  figure.name = "cumulative_" + metric;
  figure.title = fmt::format("{}: cumulative distributions", metric_label(metric));
  figure.width_mm = two_columns_mm;
  figure.columns = 5;
  const bool rate = std::string(metric_unit(metric)) == "Hz";
  const double floor = rate ? 0.01 : 0.0;
  const std::vector<double> all = metric_values(study, metric);
  int used = 0;
  for (const std::string& type : cell_types(study.neurons, true)) {
    const std::vector<double> values = sorted_defined(values_of_type(study.neurons, type, true, study.core, all));
    const QuantileCurve* recorded = reference.find(type, metric);
    if (values.empty() && recorded == nullptr)
      continue;
    Panel panel = panel_at(type, fmt::format("{} ({})", spaced(type), values.size()), used / 5, used % 5);
    panel.series.emplace_back(cumulative(values, floor));
    if (recorded != nullptr) {
      LineSeries line{
          .label = "Neuropixels", .ink = Ink::recorded, .x = recorded->q, .y = recorded->p, .width_pt = 1.25};
      for (double& x : line.x)
        x = std::max(x, floor);
      panel.series.emplace_back(std::move(line));
      if (!values.empty())
        panel.note =
            fmt::format("S {:.2f}{}", similarity(ks_statistic(values, *recorded)), recorded->units < 30 ? "*" : "");
    }
    panel.x = rate ? log_axis("Rate", "Hz", floor, 100.0)
                   : Axis{.label = metric_label(metric), .min = 0.0, .max = 1.0, .ticks = {0.0, 0.5, 1.0}};
    panel.y = {.label = used % 5 == 0 ? "Share of cells" : "", .min = 0.0, .max = 1.0, .ticks = {0.0, 0.5, 1.0}};
    figure.panels.push_back(std::move(panel));
    ++used;
  }
  figure.rows = std::max(1, (used + 4) / 5);
  for (Panel& panel : figure.panels) {
    panel.x.label = panel.row + 1 == figure.rows || panel.column >= (used - 1) % 5 + 1 ? panel.x.label : "";
    if (panel.x.label.empty())
      panel.x.unit.clear();
  }
  figure.height_mm = 14.0 + 38.0 * figure.rows;
  figure.caption =
      fmt::format("{}. Orange: model, gray: recordings; S = 1 - KS, * fewer than 30 recorded units; in "
                  "brackets the number of model neurons. {}{}",
                  metric_label(metric), rate ? "Rates below 0.01 Hz are drawn at 0.01 Hz. " : "", neuropixels_citation);
  return figure;
}

FigureModel rate_distributions_figure(const StudyResult& study) {
  FigureModel figure{.name = "rate_distributions", .title = "Distributions of rates"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 62.0;
  figure.columns = 3;
  std::size_t silent = 0, core = 0;
  int column = 0;
  for (const char* metric : {"spontaneous_rate", "evoked_rate", "preferred_rate"}) {
    const std::vector<double> all = metric_values(study, metric);
    std::vector<std::vector<double>> by_class(5);
    for (std::uint32_t i = 0; i < study.neurons.size(); ++i)
      if (study.core[i] != 0) {
        by_class[static_cast<std::size_t>(study.neurons.of(i).cell_class)].push_back(all[i]);
        if (column == 1) {
          ++core;
          silent += all[i] == 0.0 ? 1 : 0;
        }
      }
    Panel panel = panel_at(metric, metric_label(metric), 0, column);
    double highest = 0.0;
    static constexpr std::array inks{Ink::exc, Ink::pv, Ink::sst, Ink::vip, Ink::l1};
    static constexpr std::array names{"Exc", "PV", "SST", "VIP", "L1"};
    for (std::size_t c = 0; c < by_class.size(); ++c) {
      if (by_class[c].empty())
        continue;
      LineSeries line = histogram(by_class[c], 0.05, 100.0, 33, true);
      line.label = names[c];
      line.ink = inks[c];
      line.width_pt = 1.25;
      highest = std::max(highest, finite_range(line.y).high_or(0.0));
      panel.series.emplace_back(std::move(line));
    }
    panel.x = log_axis("Rate", "Hz", 0.05, 100.0);
    panel.y = {.label = column == 0 ? "Share of cells" : "", .min = 0.0, .max = round_up(highest)};
    panel.legend = column == 2;
    figure.panels.push_back(std::move(panel));
    ++column;
  }
  letter_panels(figure);
  figure.caption =
      fmt::format("{} of {} core neurons have no evoked spike and are not on the logarithmic axes", silent, core);
  return figure;
}

FigureModel similarity_figure(const Comparison& comparison) {
  FigureModel figure{.name = "similarity", .title = "Similarity to the recordings"};
  figure.width_mm = two_columns_mm;
  figure.height_mm = 58.0;
  if (comparison.rows.empty())
    return figure;
  const std::vector<std::string> types = types_of(comparison), metrics = compared_metrics();
  MatrixSeries matrix{
      .label = "similarity", .columns = static_cast<int>(types.size()), .rows = static_cast<int>(metrics.size())};
  for (const std::string& metric : metrics)
    for (const std::string& type : types)
      matrix.values.push_back(comparison.find(type, metric)->similarity);
  matrix.x0 = -0.5;
  matrix.x1 = static_cast<double>(types.size()) - 0.5;
  matrix.y0 = 0.0;
  matrix.y1 = static_cast<double>(metrics.size());
  matrix.decimals = 2;
  Panel panel = panel_at("similarity", "", 0, 0);
  panel.x = name_axis(types);
  panel.x.min = matrix.x0;
  panel.x.max = matrix.x1;
  panel.y = {.min = matrix.y0, .max = matrix.y1};
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    panel.y.ticks.push_back(static_cast<double>(metrics.size() - m) - 0.5);
    const double score = comparison.score(metrics[m]);
    panel.y.tick_labels.push_back(fmt::format("{} ({})", metric_label(metrics[m]),
                                              std::isnan(score) ? "no score" : fmt::format("{:.2f}", score)));
  }
  panel.series.emplace_back(std::move(matrix));
  panel.color_bar = ColorBar{ColorMap::viridis, 0.0, 1.0, "Similarity score"};
  figure.panels.push_back(std::move(panel));
  figure.caption = fmt::format("1 - KS; in brackets the mean over types with {} and more values on both sides. {}",
                               smallest_scored_group, neuropixels_citation);
  return figure;
}

} // namespace striate
