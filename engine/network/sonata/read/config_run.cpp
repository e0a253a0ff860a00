// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/config_run.h"

#include "engine/network/sonata/read/config_part.h"
#include "engine/network/sonata/read/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace striate::sonata {

namespace {

constexpr int deepest_node_set = 8;

/// Reads node sets by name: {"V1": {"population": "v1"}, "some": {"population": "v1", "node_id": [1, 2]}}.
class NodeSets {
public:
  NodeSets(const std::vector<ConfigPart>& parts, Problems& problems) {
    if (const ConfigSection sets = config_section(parts, "node_sets", problems))
      sets_ = *sets.json;
    else
      for (const ConfigPart& part : parts)
        if (const auto file = part.json.find("node_sets_file"); file != part.json.end() && !file->is_null()) {
          const std::string text = config_text(part, *file, "node_sets_file", problems);
          sets_ = read_json(part.manifest.path(text, "node_sets_file"), problems);
          break;
        }
  }

  ConfigNodes resolve(const nlohmann::json& value, int depth = 0) const {
    ConfigNodes nodes;
    if (depth > deepest_node_set) {
      nodes.unsupported = "circular node sets";
      return nodes;
    }
    if (value.is_string()) {
      const std::string name = value.get<std::string>();
      if (sets_.is_object() && sets_.contains(name))
        nodes = resolve(sets_[name], depth + 1);
      else if (name != "all")
        nodes.population = name;
      nodes.name = name;
    } else if (value.is_array() && value.size() == 1) {
      nodes = value[0].is_number() ? of_ids(value) : resolve(value[0], depth + 1);
    } else if (value.is_array() && !value.empty() && std::ranges::all_of(value, is_id)) {
      nodes = of_ids(value);
    } else if (value.is_object()) {
      nodes = of_properties(value);
    } else {
      nodes.unsupported = "a compound node set";
    }
    return nodes;
  }

private:
  static bool is_id(const nlohmann::json& value) { return value.is_number_integer() && value.get<std::int64_t>() >= 0; }

  static ConfigNodes of_ids(const nlohmann::json& list) {
    ConfigNodes nodes;
    nodes.some = true;
    for (const nlohmann::json& id : list)
      if (is_id(id))
        nodes.node_ids.push_back(id.get<std::uint64_t>());
      else
        nodes.unsupported = "a node_id that is not a non-negative number";
    return nodes;
  }

  static ConfigNodes of_properties(const nlohmann::json& object) {
    ConfigNodes nodes;
    for (const auto& [key, value] : object.items()) {
      if (key == "population") {
        const nlohmann::json& one = value.is_array() && value.size() == 1 ? value[0] : value;
        if (one.is_string())
          nodes.population = one.get<std::string>();
        else
          nodes.unsupported = "several populations at once";
      } else if (key == "node_id" || key == "node_ids") {
        const ConfigNodes ids = of_ids(value.is_array() ? value : nlohmann::json::array({value}));
        nodes.some = true;
        nodes.node_ids = ids.node_ids;
        if (!ids.unsupported.empty())
          nodes.unsupported = ids.unsupported;
      } else {
        nodes.unsupported = "the key " + key;
      }
    }
    nodes.name = nodes.population;
    return nodes;
  }

  nlohmann::json sets_;
};

bool is_spike_module(const std::string& module) {
  constexpr std::array<const char*, 5> known{"", "h5", "hdf5", "sonata", "csv"};
  return std::ranges::find(known, module) != known.end();
}

std::string text_or_empty(const nlohmann::json& entry, const char* key) {
  const auto value = entry.find(key);
  return value != entry.end() && value->is_string() ? value->get<std::string>() : std::string{};
}

/// Keys of an entry that stand beside those that are used; values that change nothing (null, false) are no matter.
void note_other_keys(const nlohmann::json& entry, std::initializer_list<const char*> used, const std::string& at,
                     std::vector<std::string>& unused) {
  for (const auto& [key, value] : entry.items())
    if (std::ranges::find(used, key) == used.end() && !value.is_null() && value != nlohmann::json(false) &&
        !key.starts_with("_"))
      unused.push_back(at + "." + key);
}

std::optional<double> positive(const ConfigSection& section, const char* key, Problems& problems) {
  const auto value = config_number(*section.part, *section.json, key, "run", problems);
  if (value && !(*value > 0.0))
    problems.fail({section.part->file, std::string("run.") + key}, "not a positive number of ms");
  return value;
}

void read_times(const std::vector<ConfigPart>& parts, ConfigRun& run, Problems& problems) {
  const ConfigSection section = config_section(parts, "run", problems);
  if (!section)
    return;
  run.dt_ms = positive(section, "dt", problems);
  const auto stop = positive(section, "tstop", problems);
  const auto duration = positive(section, "duration", problems);
  if (stop && duration && *stop != *duration)
    problems.warn({section.part->file, "run"},
                  fmt::format("has tstop {} and duration {}; duration is used, as in PointNet", *stop, *duration));
  run.duration_ms = duration ? duration : stop;
  note_other_keys(*section.json, {"dt", "tstop", "duration"}, "run", run.unused);
  if (const auto start = section.json->find("tstart"); start != section.json->end() && *start == 0)
    std::erase(run.unused, "run.tstart"); // which is what happens
}

void read_inputs(const std::vector<ConfigPart>& parts, const NodeSets& sets, ConfigRun& run, Problems& problems) {
  const ConfigSection inputs = config_section(parts, "inputs", problems);
  if (!inputs)
    return;
  for (const auto& [name, entry] : inputs.json->items()) {
    const std::string at = "inputs." + name;
    if (!entry.is_object())
      problems.fail({inputs.part->file, at}, "not a JSON object");
    if (!config_flag(*inputs.part, entry, "enabled", true, at, problems))
      continue;
    const std::string type = text_or_empty(entry, "input_type");
    const std::string module = text_or_empty(entry, "module");
    if (type != "spikes" || !is_spike_module(module)) {
      run.unused.push_back(fmt::format("{} ({})", at, module.empty() ? type : module));
      continue;
    }
    const auto file = entry.find("input_file");
    if (file == entry.end())
      problems.fail({inputs.part->file, at}, "the key \"input_file\" is missing; it names the file of spikes");
    ConfigRun::Spikes spikes;
    spikes.name = name;
    const std::string file_at = at + ".input_file";
    spikes.file = inputs.part->manifest.path(config_text(*inputs.part, *file, file_at, problems), file_at);
    if (const auto nodes = entry.find("node_set"); nodes != entry.end() && !nodes->is_null())
      spikes.nodes = sets.resolve(*nodes);
    run.spikes.push_back(std::move(spikes));
    note_other_keys(entry, {"input_type", "module", "input_file", "node_set", "enabled"}, at, run.unused);
  }
}

void read_reports(const std::vector<ConfigPart>& parts, const NodeSets& sets, ConfigRun& run, Problems& problems) {
  const ConfigSection reports = config_section(parts, "reports", problems);
  if (!reports)
    return;
  for (const auto& [name, entry] : reports.json->items()) {
    const std::string at = "reports." + name;
    if (!entry.is_object())
      problems.fail({reports.part->file, at}, "not a JSON object");
    if (!config_flag(*reports.part, entry, "enabled", true, at, problems))
      continue;
    ConfigRun::Report report;
    report.name = name;
    report.variable = text_or_empty(entry, "variable_name");
    for (const char* key : {"cells", "node_set"})
      if (const auto nodes = entry.find(key); nodes != entry.end() && !nodes->is_null())
        report.nodes = sets.resolve(*nodes);
    report.dt_ms = config_number(*reports.part, entry, "dt", at, problems).value_or(0.0);
    run.reports.push_back(std::move(report));
    // The folder of a run and the names of its files are Striate's; a report's unit is that of its variable.
    note_other_keys(entry,
                    {"variable_name", "cells", "node_set", "dt", "enabled", "module", "sections", "section", "type",
                     "file_name", "unit", "format"},
                    at, run.unused);
  }
}

} // namespace

ConfigRun read_config_run(const std::vector<ConfigPart>& parts, Problems& problems) {
  ConfigRun run;
  const NodeSets sets(parts, problems);
  read_times(parts, run, problems);
  if (const ConfigSection section = config_section(parts, "conditions", problems))
    note_other_keys(*section.json, {}, "conditions", run.unused);
  read_inputs(parts, sets, run, problems);
  read_reports(parts, sets, run, problems);
  for (const char* key : {"output", "connection_overrides", "compartment_sets_file", "gid_mapping_file"})
    for (const ConfigPart& part : parts)
      if (const auto value = part.json.find(key); value != part.json.end() && !value->is_null() && !value->empty() &&
                                                  std::ranges::find(run.unused, key) == run.unused.end())
        run.unused.emplace_back(key);
  return run;
}

} // namespace striate::sonata
