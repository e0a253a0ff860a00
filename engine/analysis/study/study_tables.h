// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/comparison.h"
#include "engine/analysis/study/tuning_study.h"

#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// The tables a study leaves in a folder (docs/model/files.md#tables-of-a-study); old tables there are replaced, never
/// merged.
///   neurons.csv                 one row per neuron with everything measured, true network ids
///   rates.csv                   space separated, the reference's columns DG_angle, node_id, Ave_Rate(Hz), SD_rate(Hz),
///                               Spont_rate(Hz); one row per neuron and direction
///   OSI_DSI.csv                 space separated, node_id, DSI, OSI, preferred_angle, pref_dir_deg, pref_ori_deg, ...
///   v1_features_df.csv          space separated, the core only; node_id counts within the core
///   comparison.csv              model beside recordings per cell type and metric, similarity scores
///   spectra.csv, fano.csv, correlations.csv, contrast.csv, frequency.csv, conditions.csv, raster.csv, study.csv
///   (settings as key and value)
/// comparison.csv and study.csv begin with the warnings of the study, one # line each.
struct StudyFiles {
  static const std::vector<std::string>& names();
};

/// Throws Error naming the file that could not be written.
void write_study(const StudyResult& study, const Comparison& comparison, const std::filesystem::path& folder);

/// Reads a folder that write_study() filled, enough to draw every figure again (no protocol trials, no fits of
/// contrast). Throws Error naming file and column.
StudyResult read_study(const std::filesystem::path& folder);
/// True when the folder holds the tables of a study.
bool is_study(const std::filesystem::path& folder);

} // namespace striate
