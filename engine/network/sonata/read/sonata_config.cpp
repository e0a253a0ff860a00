// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/sonata_config.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/config_part.h"
#include "engine/network/sonata/read/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace striate::sonata {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> population_names(const ConfigPart& part, const nlohmann::json& entry, const std::string& at,
                                          Problems& problems) {
  std::vector<std::string> names;
  const auto populations = entry.find("populations");
  if (populations == entry.end() || populations->is_null())
    return names;
  if (!populations->is_object())
    problems.fail({part.file, at + ".populations"}, "not an object of populations");
  for (const auto& [name, properties] : populations->items())
    names.push_back(name);
  return names;
}

/// The entries of networks.nodes or networks.edges; those that are not enabled go to `disabled`.
std::vector<SonataConfig::Pair> read_pairs(const ConfigSection& networks, const std::string& kind,
                                           std::vector<SonataConfig::Pair>* disabled, Problems& problems) {
  std::vector<SonataConfig::Pair> pairs;
  const ConfigPart& part = *networks.part;
  const auto list = networks.json->find(kind);
  if (list == networks.json->end() || list->is_null())
    return pairs;
  const std::string key = "networks." + kind;
  if (!list->is_array())
    problems.fail({part.file, key}, "not a list");
  const std::string data_key = kind + "_file";
  const std::string types_key = (kind == "nodes" ? "node" : "edge") + std::string("_types_file");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const nlohmann::json& entry = (*list)[i];
    const std::string at = fmt::format("{}[{}]", key, i);
    if (!entry.is_object() || !entry.contains(data_key))
      problems.fail({part.file, at}, fmt::format("the key \"{}\" is missing", data_key));
    SonataConfig::Pair pair;
    const auto path = [&](const nlohmann::json& value, const std::string& name) {
      return part.manifest.path(config_text(part, value, at + "." + name, problems), at + "." + name);
    };
    pair.data = path(entry[data_key], data_key);
    const auto types = entry.find(types_key);
    if (types != entry.end() && !types->is_null() && *types != "" && *types != missing)
      pair.types = path(*types, types_key);
    pair.populations = population_names(part, entry, at, problems);
    pair.place = {part.file, at};
    const bool enabled = config_flag(part, entry, "enabled", true, at, problems);
    if (enabled)
      pairs.push_back(std::move(pair));
    else if (disabled != nullptr)
      disabled->push_back(std::move(pair));
  }
  return pairs;
}

void refuse_gap_junctions(const ConfigSection& networks, Problems& problems) {
  const auto gaps = networks.json->find("gap_juncs");
  if (gaps != networks.json->end() && !gaps->empty())
    problems.error({networks.part->file, "networks.gap_juncs"}, "gap junctions are not supported");
}

void read_components(const std::vector<ConfigPart>& parts, SonataConfig& config, Problems& problems) {
  const ConfigSection components = config_section(parts, "components", problems);
  if (!components)
    return;
  const auto folder = [&](const char* key, fs::path& to) {
    const auto value = components.json->find(key);
    const std::string at = std::string("components.") + key;
    if (value != components.json->end() && !value->is_null())
      to = components.part->manifest.path(config_text(*components.part, *value, at, problems), at);
  };
  folder("point_neuron_models_dir", config.cell_models);
  folder("synaptic_models_dir", config.synaptic_models);
  if (const auto modules = components.json->find("nest_modules");
      modules != components.json->end() && !modules->empty())
    problems.warn({components.part->file, "components.nest_modules"},
                  "NEST modules are not loaded; only the built-in GLIF models are simulated");
}

/// The models of this family are those of NEST; a config of another simulator means other cells.
void check_simulator(const std::vector<ConfigPart>& parts, Problems& problems) {
  for (const ConfigPart& part : parts)
    if (const auto simulator = part.json.find("target_simulator");
        simulator != part.json.end() && simulator->is_string()) {
      const std::string name = simulator->get<std::string>();
      if (name != "NEST" && name != "nest" && name != "PointNet" && name != "pointnet")
        problems.warn({part.file, "target_simulator"},
                      fmt::format("names {}; point neurons are simulated as in NEST", name));
    }
}

SonataConfig config_of(nlohmann::json json, const fs::path& file, Problems& problems) {
  const std::vector<ConfigPart> parts = config_parts(std::move(json), file, problems);
  SonataConfig config;
  config.file = file;
  check_config_keys(parts, problems);
  check_simulator(parts, problems);
  if (const ConfigSection networks = config_section(parts, "networks", problems)) {
    config.nodes = read_pairs(networks, "nodes", &config.disabled_nodes, problems);
    config.edges = read_pairs(networks, "edges", nullptr, problems);
    refuse_gap_junctions(networks, problems);
  }
  read_components(parts, config, problems);
  if (config.nodes.empty())
    problems.fail({file, "networks.nodes"}, config.disabled_nodes.empty()
                                                ? "no node files are named; a network needs them"
                                                : "every node file has \"enabled\": false; a network needs neurons");
  config.run = read_config_run(parts, problems);
  return config;
}

/// The usual file names in a folder that has no config.
SonataConfig usual_files(const fs::path& folder) {
  SonataConfig config;
  config.file = folder;
  const fs::path files = fs::exists(folder / nodes_file(neurons)) ? folder : folder / network_folder;
  for (const char* population : {neurons, lgn, background}) {
    if (fs::exists(files / nodes_file(population)))
      config.nodes.push_back({files / nodes_file(population), files / node_types_file(population)});
    if (fs::exists(files / edges_file(population)))
      config.edges.push_back({files / edges_file(population), files / edge_types_file(population)});
  }
  const fs::path beside = folder / components_folder;
  const fs::path components = fs::exists(beside) ? beside : folder / ".." / components_folder;
  config.cell_models = components / cell_models_folder;
  config.synaptic_models = components / synaptic_models_folder;
  return config;
}

SonataConfig find_in_folder(const fs::path& folder, Problems& problems) {
  static constexpr std::array usual_names{"config.json", "circuit_config.json"};
  std::vector<fs::path> configs;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
    if (entry->path().extension() == ".json" && entry->is_regular_file(failure)) {
      Problems ignored(Problems::Mode::gentle);
      ignored.attempt([&] {
        const nlohmann::json json = read_json(entry->path(), ignored);
        if (json.is_object() && (json.contains("networks") || json.contains("network")))
          configs.push_back(entry->path());
      });
    }
  std::ranges::sort(configs);
  for (const char* usual : usual_names)
    if (std::ranges::find(configs, folder / usual) != configs.end()) {
      if (usual != usual_names.front() && configs.size() > 1)
        problems.warn({folder}, fmt::format("{} is used, one of {} configs; name another to choose it, with its inputs",
                                            usual, configs.size()));
      return read_config(folder / usual, problems);
    }
  // One that bears the name but says nothing of a network is damaged: no guess takes its place.
  for (const char* usual : usual_names)
    if (configs.empty() && fs::exists(folder / usual, failure))
      return read_config(folder / usual, problems);
  if (!configs.empty()) {
    if (configs.size() > 1)
      problems.warn({folder}, fmt::format("holds {} configs; {} is used; name another to choose it", configs.size(),
                                          configs.front().filename().string()));
    return read_config(configs.front(), problems);
  }
  SonataConfig config = usual_files(folder);
  if (config.nodes.empty())
    problems.fail({folder}, fmt::format("holds neither a SONATA config nor {}; choose the folder or the config of a "
                                        "network",
                                        nodes_file(neurons)));
  return config;
}

} // namespace

SonataConfig parse_config(const std::string& text, const fs::path& file, Problems& problems) {
  return config_of(parse_json(text, file, problems), file, problems);
}

SonataConfig read_config(const fs::path& config_or_folder, Problems& problems) {
  std::error_code failure;
  if (fs::is_directory(config_or_folder, failure))
    return find_in_folder(config_or_folder, problems);
  return config_of(read_json(config_or_folder, problems), config_or_folder, problems);
}

} // namespace striate::sonata
