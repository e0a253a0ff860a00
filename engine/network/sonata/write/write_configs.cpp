// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate::sonata {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

Json entry(const std::string& kind, const std::string& file, const std::string& types, const std::string& name,
           const char* type) {
  const std::string base = "$NETWORK_DIR/";
  return {{kind + "s_file", base + file},
          {kind + "_types_file", base + types},
          {"populations", {{name, {{"type", type}}}}}};
}

/// `base`: what stands for the folder of the config, which no two programs write alike.
Json circuit(const char* base) {
  Json nodes = Json::array();
  Json edges = Json::array();
  for (const char* source : {neurons, lgn, background}) {
    nodes.push_back(entry("node", nodes_file(source), node_types_file(source), source,
                          source == neurons ? point_neuron : virtual_model));
    edges.push_back(entry("edge", edges_file(source), edge_types_file(source), edge_population(source), "chemical"));
  }
  return {{"manifest",
           {{"$BASE_DIR", base},
            {"$NETWORK_DIR", std::string("$BASE_DIR/") + network_folder},
            {"$COMPONENTS_DIR", std::string("$BASE_DIR/") + components_folder}}},
          {"components",
           {{"point_neuron_models_dir", std::string("$COMPONENTS_DIR/") + cell_models_folder},
            {"synaptic_models_dir", std::string("$COMPONENTS_DIR/") + synaptic_models_folder}}},
          {"networks", {{"nodes", nodes}, {"edges", edges}}}};
}

/// A file as the config names it: relative to it where both lie in one tree, so that both may move together.
std::string seen_from(const fs::path& place, const fs::path& file) {
  const fs::path relative = file.lexically_relative(place);
  const bool near = !relative.empty() && std::distance(relative.begin(), relative.end()) < 6;
  return near ? "$BASE_DIR/" + relative.generic_string() : file.string();
}

Json simulation(const fs::path& place, const SonataInputs& run) {
  Json inputs = Json::object();
  const auto add = [&](const char* name, const fs::path& file, const char* nodes) {
    if (!file.empty())
      inputs[name] = {
          {"input_type", "spikes"}, {"module", "h5"}, {"input_file", seen_from(place, file)}, {"node_set", nodes}};
  };
  add("lgn_spikes", run.lgn_spikes, lgn);
  add("background_spikes", run.background_spikes, background);
  return {{"manifest", {{"$BASE_DIR", "${configdir}"}, {"$OUTPUT_DIR", "$BASE_DIR/output"}}},
          {"target_simulator", "NEST"},
          {"network", std::string("$BASE_DIR/") + config_file},
          {"run", {{"tstop", run.duration_ms}, {"dt", run.dt_ms}}},
          {"inputs", inputs},
          {"output",
           {{"output_dir", "$OUTPUT_DIR"},
            {"log_file", "log.txt"},
            {"spikes_file", "spikes.h5"},
            {"spikes_sort_order", "time"},
            {"overwrite_output_dir", true}}}};
}

} // namespace

void write_configs(const fs::path& folder, const fs::path& place, const std::optional<SonataInputs>& inputs) {
  write_file(folder / config_file, circuit("${configdir}").dump(2) + "\n");
  write_file(folder / circuit_config_file, circuit(".").dump(2) + "\n");
  if (inputs)
    write_file(folder / simulation_config_file, simulation(place, *inputs).dump(2) + "\n");
}

} // namespace striate::sonata
