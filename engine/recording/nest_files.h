// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// The files given and those that belong to them: NEST writes one file for each thread of a recorder,
/// LABEL-RECORDER-THREAD.dat (or .gdf), and one alone holds a part of the spikes. A note names what was added.
std::vector<std::filesystem::path> with_other_threads(const std::vector<std::filesystem::path>& files,
                                                      std::vector<std::string>& notes);

} // namespace striate
