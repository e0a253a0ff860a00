// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/box_statistics.h"
#include "engine/analysis/study/reference_data.h"
#include "engine/analysis/study/tuning_study.h"

#include <string>
#include <vector>

namespace striate {

/// The model beside the recordings, per cell type (docs/model/analysis.md#comparison-with-recordings). L5 excitatory
/// types merged.
struct TypeComparison {
  std::string cell_type;
  std::string metric; ///< evoked_rate, preferred_rate, spontaneous_rate, OSI, DSI
  BoxStatistics model;
  int recorded_units = 0;                                             ///< 0: no recordings of the type
  double recorded_q1 = 0.0, recorded_median = 0.0, recorded_q3 = 0.0; ///< NaN without recordings
  double similarity = 0.0;                                            ///< 1 - KS; NaN when a side is empty
  bool scored = false; ///< enough values on both sides for the mean score
};

struct Comparison {
  std::vector<TypeComparison> rows; ///< metric by metric, types in the order of the figures
  const TypeComparison* find(const std::string& cell_type, const std::string& metric) const;
  /// Mean similarity over scored types; NaN without any.
  double score(const std::string& metric) const;
};

/// The metrics in the order of the figures, and the values of every neuron for one of them.
const std::vector<std::string>& compared_metrics();
std::vector<double> metric_values(const StudyResult& study, const std::string& metric);
const char* metric_label(const std::string& metric); ///< "Evoked rate"
const char* metric_unit(const std::string& metric);  ///< "Hz" or ""

/// One metric, type by type: values of every neuron (NaN: undefined), of which those inside the mask count.
std::vector<TypeComparison> compare_metric(const StudyNeurons& neurons, const std::vector<std::uint8_t>& mask,
                                           const std::string& metric, const std::vector<double>& values,
                                           const ReferenceData& reference);
Comparison compare(const StudyResult& study, const ReferenceData& reference);

} // namespace striate
