// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/network/sonata/read/read_sonata.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// What a simulation config asks of a run, as far as Striate has the same thing.
struct SonataRun {
  /// A file of spikes and the input of the config that names it: "inputs.lgn_spikes".
  struct Spikes {
    std::string from;
    std::filesystem::path file; ///< absolute
  };
  /// A variable of neurons, written to a file.
  struct Report {
    std::string from, variable;
    std::string neurons; ///< a selection: "all" or "ids:1,2"
    double dt_ms = 0.0;  ///< 0: not given
  };
  std::optional<double> dt_ms, duration_ms;
  std::optional<Spikes> lgn, background;
  std::vector<Report> reports;
  std::vector<std::string> unused; ///< what Striate has not: "run.dL", "inputs.clamp (IClamp)"
};

/// Reads a config, and of its nodes what tells the LGN from the background. A folder without a config asks nothing.
/// Throws Error as read_sonata, and when two inputs bring spikes of one population. HDF5 is called on the calling
/// thread only.
SonataRun read_sonata_run(const std::filesystem::path& config_or_folder, ThreadPool& pool, Task& task);

/// The inputs of spikes that a config names, whomever they are for. Throws Error as read_sonata.
std::vector<SonataRun::Spikes> sonata_spike_inputs(const std::filesystem::path& config_or_folder);

/// As read_sonata, for a run whose LGN input comes from a file: units without filters are taken, too. They have weights
/// of 0 (see has_filters) and cannot see.
SonataNetwork read_sonata_for_replay(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                                     ThreadPool& pool, Task& task);

} // namespace striate
