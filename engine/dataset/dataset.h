// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/tuning_study.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// A data set to analyze: spikes of any program (as open_spikes() reads them), the neurons and what was shown.
/// Recordings of this program need neither nodes nor stimuli: both follow from the settings they embed.
struct DatasetFiles {
  std::vector<std::filesystem::path> spikes;
  std::filesystem::path nodes, node_types, stimuli; ///< may be empty
  double stimulus_ms_per_unit = 1.0;
  std::string population = {};                  ///< of the spikes and of the nodes; empty: the one both have
  std::optional<double> spike_ms_per_unit = {}; ///< where the spike files do not say; empty: ms
  /// Which spikes at the edges count; empty: (from, to] for our recordings, whose times are the ends of steps, else
  /// [from, to).
  std::optional<SpikeWindow::Edges> edges;
};

struct DatasetStudy {
  StudyResult study;
  std::uint64_t spikes = 0;       ///< in the windows of trials, each counted once
  std::vector<std::string> notes; ///< sentences the user should read
  std::string settings_json;      ///< of our recording, else empty
};

/// Reads file by file, so that memory holds one file's spikes at a time. A stimulus table with a column "file" says
/// which trials each file holds; without, all given files share one clock. Of several populations in the spike files
/// that of the node file is measured. Throws Error naming file and remedy.
DatasetStudy analyze_dataset(const DatasetFiles& files, StudyOptions options, ThreadPool& pool, Task& task);

} // namespace striate
