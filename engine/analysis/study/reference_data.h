// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/measures/similarity.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace striate {

/// Recordings of mouse V1 to compare with: distributions per cell type and metric as quantiles. Our own tables hold 17
/// types and ALL_Exc, ALL_PV, ALL_SST, ALL_VIP, ALL; metrics evoked_rate, preferred_rate, spontaneous_rate (Hz), OSI,
/// DSI and variants (*_BO, *_all). L5 excitatory types are not separated: compare with L5_Exc.
/// Source: Allen Institute Visual Coding Neuropixels (Siegle et al. 2021, Nature), table by
/// github.com/shixnya/v1_functional_property; licence: resources/reference/LICENSE-Allen-Institute.txt.
struct ReferenceData {
  std::map<std::pair<std::string, std::string>, QuantileCurve> curves; ///< (cell type, metric)

  /// Null when the table has no such distribution.
  const QuantileCurve* find(const std::string& cell_type, const std::string& metric) const;

  /// Adds the exact quantiles of a table with cell_type, metric, p05, q25, median, q75, p95 to the curves that are
  /// there. Throws Error naming file and column.
  void read_points(const std::filesystem::path& file);

  /// Reads a quantile table: cell_type, metric, n_units, q0.00 ... q1.00. Throws Error naming file and column.
  static ReferenceData read(const std::filesystem::path& file);
};

/// The tables the program ships, read at first use. Thread-safe.
const ReferenceData& neuropixels();

/// Recorded population Fano factor against bin width (docs/model/analysis.md#eq-9).
struct ReferenceFano {
  std::string condition; ///< "evoked", "spont"
  int window_ms = 0;
  std::vector<double> bin_s, mean, sd;
};
const std::vector<ReferenceFano>& reference_fano();

constexpr const char* neuropixels_citation =
    "Recordings: Allen Institute Visual Coding Neuropixels (Siegle et al. 2021), 3-clause BSD style licence";

} // namespace striate
