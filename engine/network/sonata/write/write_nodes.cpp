// SPDX-License-Identifier: Apache-2.0
#include "engine/core/version.h"
#include "engine/network/sonata/names/recipe_json.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/write/write_columns.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>

namespace striate::sonata {

namespace {

constexpr std::uint64_t node_chunk = 1 << 16;

Column number_column(const std::string& name, const std::vector<float>& values) {
  return value_column<double>("0/" + name, H5T_IEEE_F64LE,
                              [&values](std::uint64_t i) { return static_cast<double>(values[i]); });
}

/// The columns that every node population has.
template <typename Type>
std::vector<Column> common_columns(Type type_id) {
  return {value_column<std::uint64_t>(node_id, H5T_STD_U64LE, [](std::uint64_t i) { return i; }),
          value_column<std::uint64_t>(node_type_id, H5T_STD_U64LE, type_id),
          value_column<std::uint32_t>(node_group_id, H5T_STD_U32LE, [](std::uint64_t) { return 0u; }),
          value_column<std::uint64_t>(node_group_index, H5T_STD_U64LE, [](std::uint64_t i) { return i; })};
}

struct NodeFile : PopulationFile {
  NodeFile(const std::filesystem::path& folder, const char* population)
      : PopulationFile(folder / nodes_file(population), fmt::format("{}/{}", nodes_group, population)) {}

  void write(std::vector<Column> columns, std::uint64_t rows, const SonataWriteOptions& options, Workshop workshop) {
    ChunkStream stream(group, path, std::move(columns), rows, node_chunk, options.compression);
    stream.write(0, stream.chunks(), workshop, {0.0, 0.0});
  }
};

void write_neurons(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                   Workshop workshop) {
  NodeFile file(folder, neurons);
  hdf5::write_text(file.file, generator_attribute, fmt::format("striate {}", striate::version), file.path);
  hdf5::write_text(file.file, name_attribute, network.name, file.path);
  hdf5::write_text(file.file, recipe_attribute, write_recipe(network.recipe), file.path);
  const NeuronTable& table = network.neurons;
  const std::vector<std::uint32_t> ids = node_type_ids(*network.tables);
  std::vector<Column> columns = common_columns([&](std::uint64_t i) { return std::uint64_t{ids[table.model[i]]}; });
  columns.push_back(number_column(x, table.x_um));
  columns.push_back(number_column(y, table.y_um));
  columns.push_back(number_column(z, table.z_um));
  columns.push_back(number_column(tuning_angle, table.tuning_deg));
  columns.push_back(number_column(target_sizes, table.target_size));
  file.write(std::move(columns), table.size(), options, workshop);
  file.close();
}

void write_lgn_units(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                     Workshop workshop) {
  NodeFile file(folder, lgn);
  const LgnUnits& units = network.lgn_units;
  hdf5::write_number(file.group, field_width_attribute, units.field_width_deg, file.path);
  hdf5::write_number(file.group, field_height_attribute, units.field_height_deg, file.path);
  std::vector<Column> columns =
      common_columns([&](std::uint64_t i) { return std::uint64_t{first_virtual_type} + units.unit_class[i]; });
  columns.push_back(number_column(x, units.x_deg));
  columns.push_back(number_column(y, units.y_deg));
  columns.push_back(number_column(spatial_size, units.size_deg));
  columns.push_back(number_column(tuning_angle, units.axis_deg));
  columns.push_back(number_column(sf_sep, units.separation_deg));
  for (std::size_t k = 0; k < 2; ++k) {
    const std::string number = std::to_string(k);
    columns.push_back(number_column(kpeaks_dom + number, units.peak_dom_ms[k]));
    columns.push_back(number_column(weight_dom + number, units.weight_dom[k]));
    columns.push_back(number_column(delay_dom + number, units.delay_dom_ms[k]));
    columns.push_back(number_column(kpeaks_non_dom + number, units.peak_non_ms[k]));
    columns.push_back(number_column(weight_non_dom + number, units.weight_non[k]));
    columns.push_back(number_column(delay_non_dom + number, units.delay_non_ms[k]));
  }
  file.write(std::move(columns), units.size(), options, workshop);
  file.close();
}

void write_background_sources(const Network& network, const std::filesystem::path& folder,
                              const SonataWriteOptions& options, Workshop workshop) {
  NodeFile file(folder, background);
  std::vector<Column> columns = common_columns([](std::uint64_t) { return std::uint64_t{first_virtual_type}; });
  for (const char* name : {x, y})
    columns.push_back(
        value_column<double>(std::string("0/") + name, H5T_IEEE_F64LE, [](std::uint64_t) { return 0.0; }));
  file.write(std::move(columns), network.background.source_count, options, workshop);
  file.close();
}

} // namespace

void write_nodes(const Network& network, const std::filesystem::path& folder, const SonataWriteOptions& options,
                 Workshop workshop) {
  write_neurons(network, folder, options, workshop);
  write_lgn_units(network, folder, options, workshop);
  write_background_sources(network, folder, options, workshop);
}

} // namespace striate::sonata
