// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/target_blocks.h"
#include "engine/network/network.h"
#include "engine/network/sonata/write/sonata_writer.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace striate::sonata {

/// The parts of a SONATA folder; write_sonata puts them together. All throw Error naming the file.

void write_nodes(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                 Workshop workshop);
void write_edges(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                 Workshop workshop, ProgressSpan progress);
/// The types tables of all nodes and edges.
void write_types(const Network& network, const std::filesystem::path& folder);
/// components/ with the cell and synapse models.
void write_components(const Network& network, const std::filesystem::path& folder);
/// config.json, circuit_config.json and, with inputs, simulation_config.json. `place` is where the folder will be.
void write_configs(const std::filesystem::path& folder, const std::filesystem::path& place,
                   const std::optional<SonataInputs>& inputs);

/// Ids of the recurrent edge types: source_part[population] + target_part[model] (docs/model/files.md#sonata-networks).
struct EdgeTypeIds {
  std::vector<std::uint32_t> source_part, target_part;
};
EdgeTypeIds recurrent_type_ids(const ModelTables& tables);

/// The id of each cell model's node type: its own, or an unused one where models before it have the same, as those of a
/// file whose neurons have parameters of their own row by row.
std::vector<std::uint32_t> node_type_ids(const ModelTables& tables);

/// True when every background weight is the one of its target's cell model, so that the types table holds them all.
bool background_weights_by_type(const Network& network);

/// Name of the synapse type of a (source class, target model).
const std::string& synapse_name(const ModelTables& tables, std::size_t source_class, std::size_t target_model);

/// Writes a whole text file. Throws Error.
void write_file(const std::filesystem::path& path, std::string_view text);

} // namespace striate::sonata
