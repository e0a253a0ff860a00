#pragma once
#include "engine/network/sonata/problems.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace striate::sonata {

/// The files a network consists of, all paths absolute or relative to the working directory.
struct SonataConfig {
  struct Pair {
    std::filesystem::path data;  ///< HDF5
    std::filesystem::path types; ///< csv; empty when the config names none
  };
  std::filesystem::path file; ///< the config itself, or the folder when there is none
  std::vector<Pair> nodes, edges;
  std::filesystem::path cell_models, synaptic_models; ///< empty when not named
  std::optional<double> dt_ms, duration_ms;
};

/// Reads a simulation or circuit config, or finds one in a folder; a folder without a config may hold the usual file
/// names, itself or under network/ (spec: network, 5.1). Manifest names may use each other; loops are an error.
SonataConfig read_config(const std::filesystem::path& config_or_folder, Problems& problems);
/// The same from the text of a config that lies at `file`.
SonataConfig parse_config(const std::string& text, const std::filesystem::path& file, Problems& problems);

} // namespace striate::sonata
