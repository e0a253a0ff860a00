// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/analysis/study/study_neurons.h"

#include <filesystem>
#include <string>

namespace striate {

/// Neurons of anybody's network: a SONATA node file (.h5), read as networks are (read_node_list), or a table (.csv)
/// with the columns node_id and pop_name (x, y, z and tuning_angle may be there, also spelled x_um ...
/// tuning_angle_deg: the neurons.csv of a study is one). node_types: the csv beside a SONATA file; empty =
/// <population>_node_types.csv or node_types.csv in its folder, or none when the file itself names the cells.
/// population: which of several is meant; empty when there is one. Throws Error naming file, dataset or column; a usage
/// Error that lists the populations when several are there and none of them is named.
StudyNeurons read_nodes(const std::filesystem::path& file, const std::filesystem::path& node_types = {},
                        const std::string& population = {});

} // namespace striate
