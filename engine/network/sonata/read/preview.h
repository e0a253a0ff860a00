// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/read_sonata.h"

namespace striate {

/// What a network's files hold, without its edges.
struct SonataPreview {
  struct Count {
    std::string name;
    std::uint64_t count = 0;
  };
  std::string name;
  std::uint32_t neurons = 0;         ///< that the options take
  std::uint32_t neurons_in_file = 0; ///< all of them
  std::vector<Count> cell_types;     ///< neurons taken per layer and class ("L2/3_PV"), in order of the tables
  std::vector<Count> edges;          ///< rows per edge population of the files, whatever the options take
  std::uint32_t lgn_units = 0, background_sources = 0;
  std::vector<SonataProblem> problems; ///< what this much of reading finds: errors and warnings
};

/// Reads the config, the nodes and the sizes of the edge tables: a second for a network whose edges take half a minute.
/// Goes on after an error as validate_sonata. Throws only TaskCancelled. HDF5 is called on the calling thread only.
SonataPreview preview_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                             ThreadPool& pool, Task& task);

} // namespace striate
