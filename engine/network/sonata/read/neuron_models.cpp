// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/neuron_models.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace striate::sonata {

namespace {

constexpr std::size_t most_populations = 255;
constexpr std::size_t most_models = 65'000;

/// One kind of node with its cell model, before it has a place in the tables.
struct ModelEntry {
  std::size_t kind = 0;
  std::uint64_t type_id = 0;
  std::string population, ei, location;
  CellModelFile file;
  std::filesystem::path file_path;
  Place place;
};

void check_supported(const NodePopulation& nodes, const NodeKind& kind, Problems& problems) {
  const std::string type = nodes.text(kind, model_type);
  Place place = nodes.type_place(kind);
  if (type.empty())
    problems.error(place, "no model_type is given; it should be point_process");
  else if (type != point_process && type != point_neuron)
    problems.error(place,
                   fmt::format("nodes of model_type \"{}\" are not supported; point_process and virtual are", type));
  const std::string model = nodes.text(kind, model_template);
  if (!model.empty() && model.find("glif") == std::string::npos)
    problems.error(place, fmt::format("the model_template \"{}\" is not supported; {} is", model, glif_template));
}

/// "472363762_glif_lif_asc_config.json" -> 472363762: files of cell models bear the id of their type; 0 without one.
std::uint64_t leading_number(const std::string& name) {
  std::uint64_t number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

ModelEntry read_entry(const NodePopulation& nodes, std::size_t index, const SonataConfig& config, Problems& problems) {
  const NodeKind& kind = nodes.kinds()[index];
  check_supported(nodes, kind, problems);
  ModelEntry entry;
  entry.kind = index;
  entry.place = nodes.type_place(kind);
  entry.population = nodes.text(kind, pop_name);
  entry.ei = nodes.text(kind, ei);
  entry.location = nodes.text(kind, location);
  if (entry.population.empty())
    problems.fail(entry.place, "no pop_name is given; it names the population, like e23Cux2");
  std::string name = nodes.text(kind, dynamics_params);
  const auto id = nodes.type_id(kind);
  if (name.empty() && !id)
    problems.fail(entry.place, "no dynamics_params is given; it names the file of the cell model");
  if (name.empty())
    name = cell_model_file(*id);
  entry.type_id = id ? *id : leading_number(name);
  if (config.cell_models.empty())
    problems.fail({config.file, "components.point_neuron_models_dir"},
                  "the key is missing; it names the folder of the cell models");
  const std::filesystem::path file = config.cell_models / name;
  nlohmann::json json = read_json(file, problems);
  if (json.is_object())
    for (const auto& [key, value] : kind.dynamics_params)
      json[key] = value;
  entry.file_path = file;
  entry.file = parse_cell_model(json, {file, {}, {}}, problems);
  return entry;
}

bool near(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

bool same(const CellModel& a, const CellModel& b) {
  return near(a.C_m_pF, b.C_m_pF) && near(a.g_nS, b.g_nS) && near(a.E_L_mV, b.E_L_mV) && near(a.V_th_mV, b.V_th_mV) &&
         near(a.V_reset_mV, b.V_reset_mV) && near(a.t_ref_ms, b.t_ref_ms) &&
         near(a.asc_decay_per_ms[0], b.asc_decay_per_ms[0]) && near(a.asc_decay_per_ms[1], b.asc_decay_per_ms[1]) &&
         near(a.asc_amp_pA[0], b.asc_amp_pA[0]) && near(a.asc_amp_pA[1], b.asc_amp_pA[1]) &&
         a.asc_share == b.asc_share && a.asc_start_pA == b.asc_start_pA &&
         near(a.start_mV.value_or(a.E_L_mV), b.start_mV.value_or(b.E_L_mV));
}

bool same(const CellModelFile& a, const CellModelFile& b) {
  return same(a.model, b.model) && a.tau_fast_ms == b.tau_fast_ms && a.tau_slow_ms == b.tau_slow_ms &&
         a.amp_slow == b.amp_slow;
}

/// The built-in model of an entry's id and population; -1 when there is none.
int built_in(const ModelTables& tables, const ModelEntry& entry) {
  for (std::size_t m = 0; m < tables.cell_models.size(); ++m) {
    const CellModel& model = tables.cell_models[m];
    if (model.node_type_id == entry.type_id &&
        tables.populations[static_cast<std::size_t>(model.population)].name == entry.population)
      return static_cast<int>(m);
  }
  return -1;
}

void copy_parameters(const CellModel& from, CellModel& to) {
  to.C_m_pF = from.C_m_pF;
  to.g_nS = from.g_nS;
  to.E_L_mV = from.E_L_mV;
  to.V_th_mV = from.V_th_mV;
  to.V_reset_mV = from.V_reset_mV;
  to.t_ref_ms = from.t_ref_ms;
  to.asc_decay_per_ms = from.asc_decay_per_ms;
  to.asc_amp_pA = from.asc_amp_pA;
  to.asc_share = from.asc_share;
  to.asc_start_pA = from.asc_start_pA;
  to.start_mV = from.start_mV;
}

/// Says what is worth knowing of the cell models, each key once.
void warn_of_keys(const std::vector<ModelEntry>& entries, Problems& problems) {
  struct Said {
    const ModelEntry* first;
    const CellModelNote* note;
    std::size_t models = 0;
  };
  std::map<std::string, Said> by_key;
  for (const ModelEntry& entry : entries)
    for (const CellModelNote& note : entry.file.notes)
      ++by_key.try_emplace(note.key, Said{&entry, &note, 0}).first->second.models;
  for (const auto& [key, said] : by_key)
    problems.warn({said.first->file_path, key, {}},
                  said.note->what + (said.models > 1 ? fmt::format(" (and so in {} more cell model{})", said.models - 1,
                                                                   said.models > 2 ? "s" : "")
                                                     : ""));
}

/// Tables while models are being added: per population a list of models and who asked for each.
class TableBuilder {
public:
  TableBuilder(const ModelTables& base, bool keep_populations) : tables_(base) {
    if (keep_populations) {
      models_.resize(tables_.populations.size());
      for (const CellModel& model : base.cell_models)
        models_[static_cast<std::size_t>(model.population)].push_back({model, {}, {}});
    } else {
      tables_.populations.clear();
    }
  }

  void add(const ModelEntry& entry, Problems& problems) {
    auto found = std::ranges::find(tables_.populations, entry.population, &Population::name);
    if (found == tables_.populations.end()) {
      tables_.populations.push_back(
          describe_population(entry.population, entry.ei, entry.location, entry.place, problems));
      found = tables_.populations.end() - 1;
      models_.emplace_back();
    }
    auto& models = models_[static_cast<std::size_t>(found - tables_.populations.begin())];
    auto mine = std::ranges::find_if(models, [&](const Model& model) {
      return model.model.node_type_id == entry.type_id && (model.kinds.empty() || same(model.file, entry.file));
    });
    if (mine == models.end()) {
      CellModel added;
      added.node_type_id =
          entry.type_id <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(entry.type_id) : 0;
      models.push_back({added, {}, {}});
      mine = models.end() - 1;
    }
    copy_parameters(entry.file.model, mine->model);
    mine->file = entry.file;
    mine->kinds.push_back(entry.kind);
  }

  std::shared_ptr<const ModelTables> finish(std::vector<std::uint16_t>& model_of_kind) {
    tables_.cell_models.clear();
    for (std::size_t p = 0; p < models_.size(); ++p) {
      tables_.populations[p].first_model = static_cast<int>(tables_.cell_models.size());
      tables_.populations[p].model_count = static_cast<int>(models_[p].size());
      for (Model& entry : models_[p]) {
        for (const std::size_t kind : entry.kinds)
          model_of_kind[kind] = static_cast<std::uint16_t>(tables_.cell_models.size());
        entry.model.population = static_cast<int>(p);
        tables_.cell_models.push_back(entry.model);
      }
    }
    give_ids();
    const std::size_t count = tables_.populations.size();
    tables_.pmax.resize(count);
    tables_.psp.resize(count);
    for (auto& row : tables_.pmax)
      row.resize(count);
    for (auto& row : tables_.psp)
      row.resize(count);
    return std::make_shared<const ModelTables>(std::move(tables_));
  }

  std::size_t populations() const { return tables_.populations.size(); }

private:
  struct Model {
    CellModel model;
    CellModelFile file; ///< of those who asked
    std::vector<std::size_t> kinds;
  };
  /// Every model needs an id of its own, by which it is written and chosen: those without and those whose id another
  /// has (nodes of one type that differ) are numbered behind the largest.
  void give_ids() {
    std::set<std::uint32_t> taken;
    for (const CellModel& model : tables_.cell_models)
      taken.insert(model.node_type_id);
    taken.insert(0);
    std::set<std::uint32_t> seen{0};
    std::uint32_t next = 1;
    for (CellModel& model : tables_.cell_models)
      if (!seen.insert(model.node_type_id).second) {
        next = *taken.rbegin() < std::numeric_limits<std::uint32_t>::max() ? *taken.rbegin() + 1 : next;
        while (!taken.insert(next).second)
          ++next;
        model.node_type_id = next;
      }
  }

  ModelTables tables_;
  std::vector<std::vector<Model>> models_; ///< per population
};

} // namespace

NeuronModels read_neuron_models(const NodePopulation& nodes, const SonataConfig& config, Problems& problems) {
  std::vector<bool> used(nodes.kinds().size());
  for (std::uint32_t row = 0; row < nodes.size(); ++row)
    used[nodes.kind(row)] = true;
  const std::size_t count = static_cast<std::size_t>(std::ranges::count(used, true));
  if (count > most_models)
    problems.fail({config.file}, fmt::format("the neurons have {} different cell models; at most {} are supported",
                                             count, most_models));
  std::vector<ModelEntry> entries;
  for (std::size_t kind = 0; kind < used.size(); ++kind)
    if (used[kind])
      problems.attempt([&] { entries.push_back(read_entry(nodes, kind, config, problems)); });

  warn_of_keys(entries, problems);

  const auto base = shared_model_tables();
  NeuronModels result;
  result.model_of_kind.assign(used.size(), NeuronModels::unused);
  bool all_built_in = true;
  std::set<int> taken;
  bool any_known = false;
  for (const ModelEntry& entry : entries) {
    const int index = built_in(*base, entry);
    // Two kinds of one type differ in something, so they need models of their own.
    all_built_in = all_built_in && index >= 0 && taken.insert(index).second &&
                   same(base->cell_models[static_cast<std::size_t>(index)], entry.file.model);
    any_known = any_known ||
                std::ranges::find(base->populations, entry.population, &Population::name) != base->populations.end();
    if (index >= 0)
      result.model_of_kind[entry.kind] = static_cast<std::uint16_t>(index);
  }
  if (all_built_in) {
    result.tables = base;
  } else {
    TableBuilder builder(*base, any_known);
    for (const ModelEntry& entry : entries)
      problems.attempt([&] { builder.add(entry, problems); });
    if (builder.populations() > most_populations)
      problems.fail({config.file}, fmt::format("the neurons have {} populations; at most {} are supported",
                                               builder.populations(), most_populations));
    result.tables = builder.finish(result.model_of_kind);
  }
  result.receptors.resize(result.tables->cell_models.size());
  for (const ModelEntry& entry : entries)
    if (const std::uint16_t model = result.model_of_kind[entry.kind]; model != NeuronModels::unused)
      result.receptors[model] = {entry.file.tau_fast_ms, entry.file.tau_slow_ms, entry.file.amp_slow};
  return result;
}

} // namespace striate::sonata
