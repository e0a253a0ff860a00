#include "engine/network/sonata/sonata_config.h"

#include "engine/network/sonata/json_file.h"
#include "engine/network/sonata/manifest.h"
#include "engine/network/sonata/sonata_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace striate::sonata {

namespace fs = std::filesystem;

namespace {

/// One config file while it is read.
struct Source {
  nlohmann::json json;
  fs::path file;
  Problems& problems;
};

std::string text_of(const Source& source, const nlohmann::json& value, const std::string& key) {
  if (!value.is_string())
    source.problems.fail({source.file, key}, "not a text in quotes");
  return value.get<std::string>();
}

std::vector<SonataConfig::Pair> read_pairs(const Source& source, const Manifest& manifest,
                                           const nlohmann::json& networks, const std::string& kind) {
  std::vector<SonataConfig::Pair> pairs;
  const auto list = networks.find(kind);
  if (list == networks.end() || list->is_null())
    return pairs;
  const std::string key = "networks." + kind;
  if (!list->is_array())
    source.problems.fail({source.file, key}, "not a list");
  const std::string data_key = kind + "_file";
  const std::string types_key = (kind == "nodes" ? "node" : "edge") + std::string("_types_file");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const nlohmann::json& entry = (*list)[i];
    const std::string at = fmt::format("{}[{}]", key, i);
    if (!entry.is_object() || !entry.contains(data_key))
      source.problems.fail({source.file, at}, fmt::format("the key \"{}\" is missing", data_key));
    SonataConfig::Pair pair;
    pair.data = manifest.path(text_of(source, entry[data_key], at + "." + data_key), at + "." + data_key);
    const auto types = entry.find(types_key);
    if (types != entry.end() && !types->is_null())
      pair.types = manifest.path(text_of(source, *types, at + "." + types_key), at + "." + types_key);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

void read_circuit(const Source& source, SonataConfig& config) {
  const Manifest manifest(source.json, source.file, source.problems);
  const auto networks = source.json.find("networks");
  if (networks != source.json.end()) {
    if (!networks->is_object())
      source.problems.fail({source.file, "networks"}, "not an object with nodes and edges");
    config.nodes = read_pairs(source, manifest, *networks, "nodes");
    config.edges = read_pairs(source, manifest, *networks, "edges");
  }
  const auto components = source.json.find("components");
  if (components == source.json.end())
    return;
  if (!components->is_object())
    source.problems.fail({source.file, "components"}, "not an object of folders");
  const auto folder = [&](const char* key, fs::path& to) {
    const auto value = components->find(key);
    const std::string at = std::string("components.") + key;
    if (value != components->end())
      to = manifest.path(text_of(source, *value, at), at);
  };
  folder("point_neuron_models_dir", config.cell_models);
  folder("synaptic_models_dir", config.synaptic_models);
}

std::optional<double> positive_number(const Source& source, const nlohmann::json& run, const char* key) {
  const auto value = run.find(key);
  if (value == run.end())
    return std::nullopt;
  if (!value->is_number() || !(value->get<double>() > 0.0) || !std::isfinite(value->get<double>()))
    source.problems.fail({source.file, std::string("run.") + key}, "not a positive number of ms");
  return value->get<double>();
}

Source open_source(nlohmann::json json, const fs::path& file, Problems& problems) {
  if (!json.is_object())
    problems.fail({file}, "not a SONATA config: it should be an object with \"networks\"");
  return {std::move(json), file, problems};
}

SonataConfig config_of(const Source& source) {
  SonataConfig config;
  config.file = source.file;
  if (const auto circuit = source.json.find("network"); circuit != source.json.end()) {
    const Manifest manifest(source.json, source.file, source.problems);
    const fs::path file = manifest.path(text_of(source, *circuit, "network"), "network");
    read_circuit(open_source(read_json(file, source.problems), file, source.problems), config);
  }
  if (!source.json.contains("network") || source.json.contains("networks"))
    read_circuit(source, config);
  if (config.nodes.empty())
    source.problems.fail({source.file, "networks.nodes"}, "no node files are named; a network needs them");
  if (const auto run = source.json.find("run"); run != source.json.end() && run->is_object()) {
    config.dt_ms = positive_number(source, *run, "dt");
    config.duration_ms = positive_number(source, *run, "tstop");
    if (!config.duration_ms)
      config.duration_ms = positive_number(source, *run, "duration");
  }
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
  constexpr std::array usual_names{"config.json", "circuit_config.json"};
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
    if (std::ranges::find(configs, folder / usual) != configs.end())
      return read_config(folder / usual, problems);
  // One that bears the name but says nothing of a network is damaged: no guess takes its place.
  for (const char* usual : usual_names)
    if (configs.empty() && fs::exists(folder / usual, failure))
      return read_config(folder / usual, problems);
  if (!configs.empty()) {
    if (configs.size() > 1)
      problems.warn({folder}, fmt::format("holds {} configs, {} is taken; name one to choose another", configs.size(),
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
  return config_of(open_source(parse_json(text, file, problems), file, problems));
}

SonataConfig read_config(const fs::path& config_or_folder, Problems& problems) {
  std::error_code failure;
  if (fs::is_directory(config_or_folder, failure))
    return find_in_folder(config_or_folder, problems);
  return config_of(open_source(read_json(config_or_folder, problems), config_or_folder, problems));
}

} // namespace striate::sonata
