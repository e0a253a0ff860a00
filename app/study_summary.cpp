// SPDX-License-Identifier: Apache-2.0
#include "app/study_summary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace striate::app {

namespace {

nlohmann::ordered_json number(double value) {
  return std::isnan(value) ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
}

} // namespace

nlohmann::ordered_json study_summary(const StudyResult& study, const Comparison& comparison) {
  nlohmann::ordered_json scores = nlohmann::ordered_json::object(), medians = nlohmann::ordered_json::object();
  for (const std::string& metric : compared_metrics())
    scores[metric] = number(comparison.score(metric));
  for (const TypeComparison& row : comparison.rows)
    medians[row.cell_type][row.metric] = {{"n", row.model.n},
                                          {"median", number(row.model.median)},
                                          {"recorded_median", number(row.recorded_median)},
                                          {"similarity", number(row.similarity)}};
  return {{"neurons", study.neurons.size()},
          {"core_neurons", std::count(study.core.begin(), study.core.end(), 1)},
          {"directions", study.protocol.directions},
          {"contrasts", study.protocol.contrasts},
          {"trials_per_direction", study.protocol.repeats},
          {"evoked_window_ms", study.evoked_ms},
          {"gray_window_ms", study.gray_ms},
          {"window_edges", edges_name(study.options.edges)},
          {"left_out", study.left_out()},
          {"warnings", study.warnings},
          {"mean_similarity", scores},
          {"medians", medians}};
}

} // namespace striate::app
