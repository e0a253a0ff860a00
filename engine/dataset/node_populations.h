// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace striate {

/// The populations that a file of nodes names, in order: of a SONATA file the groups of /nodes, of a table those of its
/// column "population" where "pop_name" is there beside it. None when it names none, or cannot be read (read_nodes()
/// says why).
std::vector<std::string> node_populations(const std::filesystem::path& file);

} // namespace striate
