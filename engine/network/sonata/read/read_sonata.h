// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"
#include "engine/network/network.h"
#include "engine/network/sonata/read/problems.h"
#include "engine/network/sonata/read/short_delays.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace striate {

/// What to take of a SONATA network and how.
struct SonataOptions {
  /// Other weights for the same edges: "bio_trained" takes v1_v1_edges_bio_trained.h5 where it exists beside the file
  /// of the config. Empty: the files of the config.
  std::string weight_variant;
  /// Only neurons with sqrt(x^2 + z^2) below this; then of these, or of all, the n nearest to the axis.
  std::optional<double> radius_um;
  std::optional<std::uint32_t> nearest;
  sonata::ShortDelays short_delays = sonata::ShortDelays::round_up;
};

struct SonataNetwork {
  std::shared_ptr<const Network> network;
  std::vector<SonataProblem> warnings;
};

/// Reads a SONATA network of this model family (docs/model/files.md#sonata-networks): the neurons, their recurrent
/// edges, LGN and background where the config has them. A config, a circuit config or a folder. Neurons are ordered by
/// population, cell model and row of the file; NeuronTable::file_id keeps their ids. Equal LGN pairs are merged
/// exactly. Throws Error at the first thing that is wrong, naming file, dataset and row. HDF5 is called on the calling
/// thread only.
SonataNetwork read_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options, ThreadPool& pool,
                          Task& task);

/// Reads everything the same way but goes on after an error: all problems and warnings. Throws only TaskCancelled.
std::vector<SonataProblem> validate_sonata(const std::filesystem::path& config_or_folder, const SonataOptions& options,
                                           ThreadPool& pool, Task& task);

/// The weight variants that lie beside the edge files: {"bio_trained", "naive"}, sorted. Throws Error as read_sonata.
std::vector<std::string> sonata_weight_variants(const std::filesystem::path& config_or_folder);

} // namespace striate
