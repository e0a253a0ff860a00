// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/sonata/read/problems.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace striate::sonata {

struct ConfigPart;

/// Nodes that a config chooses by name or by properties, as far as Striate has the same thing.
struct ConfigNodes {
  std::string population;              ///< empty: whatever population the file holds
  std::string name;                    ///< of a node set or population, for messages
  std::vector<std::uint64_t> node_ids; ///< with `some`
  bool some = false;                   ///< only node_ids of the population, else all of it
  std::string unsupported;             ///< what Striate cannot choose by, "the key ei"; empty when it can
};

/// What a simulation config asks of a run.
struct ConfigRun {
  std::optional<double> dt_ms, duration_ms;
  /// inputs.<name> with input_type "spikes".
  struct Spikes {
    std::string name;
    std::filesystem::path file;
    ConfigNodes nodes;
  };
  /// reports.<name>: the values of a variable.
  struct Report {
    std::string name, variable;
    ConfigNodes nodes;
    double dt_ms = 0.0; ///< 0: not given
  };
  std::vector<Spikes> spikes;
  std::vector<Report> reports;
  /// Where the config says something that Striate has not: "run.dL", "inputs.clamp (IClamp)".
  std::vector<std::string> unused;
};

/// Reads the sections run, conditions, inputs, reports, output and node_sets of all parts. Fails for a spike input
/// without a file and for values of the wrong kind.
ConfigRun read_config_run(const std::vector<ConfigPart>& parts, Problems& problems);

} // namespace striate::sonata
