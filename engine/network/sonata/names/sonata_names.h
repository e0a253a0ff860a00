// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace striate::sonata {

/// The words of the SONATA format as this model family uses them (docs/model/files.md#sonata-networks). The reader and
/// the writer share them.

/// Root attributes of every file.
inline constexpr const char* magic_attribute = "magic";
inline constexpr std::uint32_t magic = 0x0A7A;
inline constexpr const char* version_attribute = "version";
inline constexpr std::array<std::uint32_t, 2> version = {0, 1};

/// Root attributes of our own node file of the neurons: what made the network. Others ignore them. The recipe is the
/// JSON text of write_recipe (recipe_json.h).
inline constexpr const char* generator_attribute = "striate_generator"; ///< "striate <version>"
inline constexpr const char* name_attribute = "striate_network_name";
inline constexpr const char* recipe_attribute = "striate_recipe";
/// Attributes (float64) of the group /nodes/lgn: extent of the visual field the units tile.
inline constexpr const char* field_width_attribute = "field_width_deg";
inline constexpr const char* field_height_attribute = "field_height_deg";

/// Node populations.
inline constexpr const char* neurons = "v1";
inline constexpr const char* lgn = "lgn";
inline constexpr const char* background = "bkg";
inline std::string edge_population(std::string_view source) {
  return std::string(source) + "_to_" + neurons;
}

/// Files of a folder: network/<these> and components/.
inline constexpr const char* network_folder = "network";
inline constexpr const char* components_folder = "components";
inline constexpr const char* config_file = "config.json";
inline constexpr const char* circuit_config_file = "circuit_config.json";
inline constexpr const char* simulation_config_file = "simulation_config.json";
inline constexpr const char* cell_models_folder = "cell_models";
inline constexpr const char* synaptic_models_folder = "synaptic_models";
inline std::string nodes_file(std::string_view population) {
  return std::string(population) + "_nodes.h5";
}
inline std::string node_types_file(std::string_view population) {
  return std::string(population) + "_node_types.csv";
}
inline std::string edges_file(std::string_view source) {
  return std::string(source) + "_" + neurons + "_edges.h5";
}
inline std::string edge_types_file(std::string_view source) {
  return std::string(source) + "_" + neurons + "_edge_types.csv";
}
/// Edges with other weights for the same network: "v1_v1_edges.h5" and "bio_trained" give "v1_v1_edges_bio_trained.h5".
inline std::filesystem::path variant_file(const std::filesystem::path& edges, std::string_view variant) {
  return edges.parent_path() / (edges.stem().string() + "_" + std::string(variant) + edges.extension().string());
}
inline std::string cell_model_file(std::uint64_t node_type_id) {
  return std::to_string(node_type_id) + "_glif_lif_asc_config.json";
}
inline std::string synaptic_model_file(std::string_view synapse_type) {
  return std::string(synapse_type) + ".json";
}
/// First part of the names of LGN and background synapse types: "exc_to_pv".
inline constexpr const char* external_class = "exc";

/// Groups and datasets of a node population, /nodes/<population>/.
inline constexpr const char* nodes_group = "nodes";
inline constexpr const char* node_id = "node_id";
inline constexpr const char* node_type_id = "node_type_id";
inline constexpr const char* node_group_id = "node_group_id";
inline constexpr const char* node_group_index = "node_group_index";
inline constexpr const char* x = "x";
inline constexpr const char* y = "y";
inline constexpr const char* z = "z";
inline constexpr const char* tuning_angle = "tuning_angle"; ///< neurons and composite LGN units
inline constexpr const char* target_sizes = "target_sizes";
/// Further columns of the LGN; the two exponentials of a kernel are <name>0 and <name>1.
inline constexpr const char* spatial_size = "spatial_size";
inline constexpr const char* sf_sep = "sf_sep";
inline constexpr const char* kpeaks_dom = "kpeaks_dom_";
inline constexpr const char* weight_dom = "weight_dom_";
inline constexpr const char* delay_dom = "delay_dom_";
inline constexpr const char* kpeaks_non_dom = "kpeaks_non_dom_";
inline constexpr const char* weight_non_dom = "weight_non_dom_";
inline constexpr const char* delay_non_dom = "delay_non_dom_";

/// Groups and datasets of an edge population, /edges/<source>_to_<target>/.
inline constexpr const char* edges_group = "edges";
inline constexpr const char* source_node_id = "source_node_id";
inline constexpr const char* target_node_id = "target_node_id";
inline constexpr const char* node_population = "node_population"; ///< attribute of the two above
inline constexpr const char* edge_type_id = "edge_type_id";
inline constexpr const char* edge_group_id = "edge_group_id";
inline constexpr const char* edge_group_index = "edge_group_index";
inline constexpr const char* syn_weight = "syn_weight";
inline constexpr const char* n_syns = "n_syns_"; ///< recurrent
inline constexpr const char* nsyns = "nsyns";    ///< background
inline constexpr const char* delay = "delay";    ///< ms; per edge type, here and there per edge
inline constexpr const char* dynamics_params = "dynamics_params";
inline constexpr const char* library = "@library"; ///< group with the words of enumerated columns
inline constexpr const char* indices = "indices";
inline constexpr const char* target_to_source = "target_to_source";
inline constexpr const char* source_to_target = "source_to_target";
inline constexpr const char* node_id_to_range = "node_id_to_range";   ///< BMTK's name
inline constexpr const char* node_id_to_ranges = "node_id_to_ranges"; ///< the standard's, of the same dataset
inline constexpr const char* range_to_edge_id = "range_to_edge_id";

/// Further columns of the types tables.
inline constexpr const char* model_type = "model_type";
inline constexpr const char* model_template = "model_template";
inline constexpr const char* ei = "ei";
inline constexpr const char* location = "location";
inline constexpr const char* pop_name = "pop_name";
inline constexpr const char* model_name = "model_name"; ///< of other model families, in place of pop_name
inline constexpr const char* population = "population";
inline constexpr const char* nsyn_size_shape = "nsyn_size_shape";
inline constexpr const char* nsyn_size_scale = "nsyn_size_scale";
inline constexpr const char* nsyn_size_mean = "nsyn_size_mean";
inline constexpr const char* target_query = "target_query";
inline constexpr const char* source_query = "source_query";
inline constexpr const char* weight_function = "weight_function";
inline constexpr const char* weight_sigma = "weight_sigma";
inline constexpr const char* psp_correction = "PSP_correction";
inline constexpr const char* psp_shape = "PSP_lognorm_shape";
inline constexpr const char* psp_scale = "PSP_lognorm_scale";
inline constexpr const char* missing = "NULL";

/// Values.
inline constexpr const char* point_process = "point_process";
inline constexpr const char* point_neuron = "point_neuron";
inline constexpr const char* virtual_model = "virtual";
inline constexpr const char* glif_template = "nest:glif_psc_double_alpha";
inline constexpr const char* static_synapse = "static_synapse";
/// Weight functions that return syn_weight unchanged begin with one of these.
inline constexpr std::array<std::string_view, 2> identity_weight_functions = {"weight_function_",
                                                                              "ConstantMultiplier_"};
inline constexpr std::uint32_t first_virtual_type = 100; ///< LGN classes 100..113 in table order, background 100

} // namespace striate::sonata
