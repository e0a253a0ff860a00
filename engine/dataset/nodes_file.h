#pragma once
#include "engine/analysis/study/study_neurons.h"

#include <filesystem>

namespace striate {

/// Neurons of anybody's network: a SONATA node file (.h5) with its types table, or a table (.csv) with the columns
/// node_id and pop_name (x, y, z and tuning_angle may be there, also spelled x_um ... tuning_angle_deg: the neurons.csv
/// of a study is one). node_types: the csv beside a SONATA file; empty = <population>_node_types.csv or node_types.csv
/// in its folder. Of several node populations "v1" is taken, else the first by name. Throws Error naming file, dataset
/// or column.
StudyNeurons read_nodes(const std::filesystem::path& file, const std::filesystem::path& node_types = {});

} // namespace striate
