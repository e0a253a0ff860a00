// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/task.h"
#include "engine/core/thread_pool.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// Nodes of one population of a SONATA file as an analysis needs them, in the order of the file.
struct NodeList {
  std::vector<std::uint64_t> id;
  std::vector<std::string> name; ///< pop_name, or model_name where there is none; empty where there is neither
  std::vector<float> x_um, y_um, z_um, tuning_deg; ///< NaN where the file has none
};

/// The populations of a SONATA node file, in order of name. Throws Error.
std::vector<std::string> sonata_node_populations(const std::filesystem::path& file);

/// Reads a population as networks are read: attributes of its HDF5 groups before those of the types table, which may be
/// empty when the HDF5 file says everything, and may serve several populations. Throws Error naming file, dataset and
/// row. HDF5 is called on the calling thread only.
NodeList read_node_list(const std::filesystem::path& file, const std::filesystem::path& node_types,
                        const std::string& population, ThreadPool& pool, Task& task);

} // namespace striate
