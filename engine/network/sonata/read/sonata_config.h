// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/config_run.h"
#include "engine/network/sonata/read/problems.h"

#include <filesystem>
#include <string>
#include <vector>

namespace striate::sonata {

/// The files a network consists of, all paths absolute or relative to the working directory.
struct SonataConfig {
  struct Pair {
    std::filesystem::path data;                ///< HDF5
    std::filesystem::path types;               ///< csv; empty when the config names none
    std::vector<std::string> populations = {}; ///< of the file, that belong to the circuit; empty: all of them
    Place place = {};                          ///< the entry of the config: "networks.nodes[1]"
  };
  std::filesystem::path file; ///< the config itself, or the folder when there is none
  std::vector<Pair> nodes, edges;
  std::vector<Pair> disabled_nodes;                   ///< entries with "enabled": false; such edges are simply left out
  std::filesystem::path cell_models, synaptic_models; ///< empty when not named
  ConfigRun run;                                      ///< what it says about a simulation
};

/// Reads a simulation or circuit config, or finds one in a folder; a folder without a config may hold the usual file
/// names, itself or under network/ (docs/model/files.md#sonata-networks). A config may name others with "network" and
/// "simulation"; where two have the same section, that of the config which names the other is taken, with a warning.
/// Manifest names may use each other; loops are an error. Keys that nobody knows are a warning.
SonataConfig read_config(const std::filesystem::path& config_or_folder, Problems& problems);
/// The same from the text of a config that lies at `file`.
SonataConfig parse_config(const std::string& text, const std::filesystem::path& file, Problems& problems);

} // namespace striate::sonata
