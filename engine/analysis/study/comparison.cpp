// SPDX-License-Identifier: Apache-2.0
#include "engine/analysis/study/comparison.h"

#include "engine/analysis/measures/statistics.h"
#include "engine/core/numbers.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace striate {

const TypeComparison* Comparison::find(const std::string& cell_type, const std::string& metric) const {
  for (const TypeComparison& row : rows)
    if (row.cell_type == cell_type && row.metric == metric)
      return &row;
  return nullptr;
}

double Comparison::score(const std::string& metric) const {
  std::vector<double> scores;
  for (const TypeComparison& row : rows)
    if (row.metric == metric && row.scored)
      scores.push_back(row.similarity);
  return mean(scores);
}

const std::vector<std::string>& compared_metrics() {
  static const std::vector<std::string> metrics{"preferred_rate", "evoked_rate", "spontaneous_rate", "OSI", "DSI"};
  return metrics;
}

std::vector<double> metric_values(const StudyResult& study, const std::string& metric) {
  if (metric == "evoked_rate")
    return study.selectivity.average_Hz;
  if (metric == "preferred_rate")
    return study.selectivity.maximum_Hz;
  if (metric == "spontaneous_rate")
    return study.spontaneous_Hz;
  return metric == "OSI" ? study.shown_osi() : study.shown_dsi();
}

const char* metric_label(const std::string& metric) {
  return metric == "evoked_rate"        ? "Evoked rate"
         : metric == "preferred_rate"   ? "Rate at preferred direction"
         : metric == "spontaneous_rate" ? "Spontaneous rate"
         : metric == "OSI"              ? "OSI"
                                        : "DSI";
}

const char* metric_unit(const std::string& metric) {
  return metric == "OSI" || metric == "DSI" ? "" : "Hz";
}

std::vector<TypeComparison> compare_metric(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask,
                                           const std::string& metric, const std::vector<double>& values,
                                           const ReferenceData& reference) {
  std::vector<TypeComparison> rows;
  for (const std::string& type : cell_types(neurons, true)) {
    const std::vector<double> of_type = values_of_type(neurons, type, true, mask, values);
    TypeComparison row{type, metric, box_statistics(of_type), 0, undefined, undefined, undefined, undefined, false};
    if (const QuantileCurve* recorded = reference.find(type, metric)) {
      row.recorded_units = recorded->units;
      const QuantileCurve::Points points = recorded->points();
      row.recorded_q1 = points.q1;
      row.recorded_median = points.median;
      row.recorded_q3 = points.q3;
      row.similarity = similarity(ks_statistic(of_type, *recorded));
      row.scored = recorded->units >= smallest_scored_group && row.model.n >= smallest_scored_group;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Comparison compare(const StudyResult& study, const ReferenceData& reference) {
  Comparison comparison;
  for (const std::string& metric : compared_metrics()) {
    auto rows = compare_metric(study.neurons, study.core, metric, metric_values(study, metric), reference);
    std::move(rows.begin(), rows.end(), std::back_inserter(comparison.rows));
  }
  return comparison;
}

} // namespace striate
