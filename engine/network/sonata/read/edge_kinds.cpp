// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/read/edge_kinds.h"

#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/read/json_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace striate::sonata {

namespace {

constexpr double dt_ms = basis4_step_ms;

struct SynapseName {
  int slot = -1, target_class = -1;
};

/// "e23_to_pv" -> classes of both ends; -1 for a part that names none. Older files call the external class lgn or bkg.
SynapseName parse_synapse(const std::string& name) {
  const auto& classes = model_tables().synaptic_classes;
  const auto middle = name.find("_to_");
  SynapseName result;
  if (middle == std::string::npos)
    return result;
  const auto index = [&](const std::string& part) {
    const auto found = std::ranges::find(classes, part);
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
  };
  const std::string pre = name.substr(0, middle);
  result.slot = pre == external_class || pre == lgn || pre == background ? ModelTables::external_class : index(pre);
  result.target_class = index(name.substr(middle + 4));
  return result;
}

/// How far two numbers are apart, as a share of the larger; 0 within rounding.
double apart(double a, double b) {
  const double larger = std::max(std::abs(a), std::abs(b));
  const double share = larger > 0.0 ? std::abs(a - b) / larger : 0.0;
  return share <= 1e-6 ? 0.0 : share;
}

void check_weight_function(const TypesTable& table, const EdgeKind& kind, const Place& place, Problems& problems) {
  const std::string function = table.text(kind.type, weight_function);
  const bool identity =
      std::ranges::any_of(identity_weight_functions, [&](std::string_view name) { return function.starts_with(name); });
  if (!function.empty() && !identity)
    problems.error(place, fmt::format("the weight_function \"{}\" is not supported; files with final weights have "
                                      "weight_function_... or ConstantMultiplier_...",
                                      function));
}

} // namespace

bool EdgeKind::operator<(const EdgeKind& other) const {
  return std::tie(table, type, synapse, model, receptor) <
         std::tie(other.table, other.type, other.synapse, other.model, other.receptor);
}

std::uint32_t EdgeKinds::add_table(TypesTable table) {
  const auto first = static_cast<std::uint32_t>(kinds_.size());
  const std::uint32_t rows = table.is_none() ? 1u : table.rows(); // without a csv all edges are of one kind at first
  for (std::uint32_t row = 0; row < rows; ++row)
    kinds_.push_back({tables_.size(), row, {}, {}, 0});
  tables_.push_back(std::move(table));
  return first;
}

std::uint32_t EdgeKinds::kind(const EdgeKind& kind) {
  const auto [entry, fresh] = own_.emplace(kind, static_cast<std::uint32_t>(kinds_.size()));
  if (fresh)
    kinds_.push_back(kind);
  return entry->second;
}

std::vector<SynapseRule> EdgeKinds::rules(const Use& use, Problems& problems) const {
  std::vector<SynapseRule> result(kinds_.size());
  std::map<std::string, int> receptors;
  // A delay becomes the nearest whole number of steps: 0.88 ms is one, as 1.2 ms is. Only what would be none is
  // lengthened, which is worth a word; strict users refuse all that is shorter than a step.
  const double too_short_ms = short_delays_ == ShortDelays::reject ? dt_ms : 0.5 * dt_ms;
  const EdgeKind* rounded = nullptr;
  double shortest = dt_ms;
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    if (!use.kind[k])
      continue;
    problems.attempt([&] {
      result[k] = rule(kinds_[k], receptors, problems);
      result[k].delay_ms =
          use.delay[k] ? delay(kinds_[k], result[k].place, problems) : std::numeric_limits<double>::quiet_NaN();
    });
    if (result[k].delay_ms < too_short_ms) {
      rounded = rounded == nullptr ? &kinds_[k] : rounded;
      shortest = std::min(shortest, result[k].delay_ms);
    }
  }
  if (rounded != nullptr) {
    const Place place = tables_[rounded->table].place(rounded->type);
    const std::string what =
        fmt::format("delays down to {} ms are shorter than the time step of {} ms", shortest, dt_ms);
    if (short_delays_ == ShortDelays::reject)
      problems.error(place, what);
    else
      problems.warn(place, what + " and are rounded up to it");
  }
  return result;
}

SynapseRule EdgeKinds::rule(const EdgeKind& kind, std::map<std::string, int>& receptors, Problems& problems) const {
  const TypesTable& table = tables_[kind.table];
  SynapseRule rule;
  rule.place = table.place(kind.type);
  const std::string model = kind.model.empty() ? table.text(kind.type, model_template) : kind.model;
  if (!model.empty() && model != static_synapse)
    problems.error(rule.place, fmt::format("synapses of the model_template \"{}\" are not supported; {} is", model,
                                           static_synapse));
  const std::string gap = table.text(kind.type, "is_gap_junction");
  if (!gap.empty() && gap != "False" && gap != "false" && gap != "0")
    problems.error(rule.place, "gap junctions are not supported");
  check_weight_function(table, kind, rule.place, problems);

  const std::string file = kind.synapse.empty() ? table.text(kind.type, dynamics_params) : kind.synapse;
  if (file.empty())
    problems.fail(rule.place, "no dynamics_params is given; it names the synaptic model, like e23_to_pv.json");
  const SynapseName name = parse_synapse(std::filesystem::path(file).stem().string());
  if (name.slot < 0 || name.target_class < 0)
    problems.fail(
        rule.place,
        fmt::format("the synapse type \"{}\" is unknown to this model family; names look like e23_to_pv or exc_to_e4",
                    file));
  rule.slot = static_cast<std::uint8_t>(name.slot);
  rule.target_class = static_cast<std::uint8_t>(name.target_class);
  rule.receptor = kind.receptor > 0 ? kind.receptor : receptor_of(file, rule.place, receptors, problems);
  return rule;
}

double EdgeKinds::delay(const EdgeKind& kind, const Place& place, Problems& problems) const {
  const auto value = tables_[kind.table].number(kind.type, striate::sonata::delay);
  if (!value)
    problems.error(place, "no delay is given; every edge type needs one in ms");
  else if (!(*value > 0.0) || !(*value <= longest_delay_ms))
    problems.error(place,
                   fmt::format("the delay is {} ms; it must be above 0 and at most {} ms", *value, longest_delay_ms));
  else
    return *value;
  return dt_ms;
}

int EdgeKinds::receptor_of(const std::string& file, const Place& place, std::map<std::string, int>& known,
                           Problems& problems) const {
  if (const auto found = known.find(file); found != known.end())
    return found->second;
  if (config_.synaptic_models.empty())
    problems.fail({config_.file, "components.synaptic_models_dir"},
                  "the key is missing; it names the folder of the synaptic models");
  const std::filesystem::path path = config_.synaptic_models / file;
  known[file] = 1; // whatever is wrong with the file is said once
  const nlohmann::json json = read_json(path, problems);
  const auto receptor = json.is_object() ? json.find("receptor_type") : json.end();
  if (!json.is_object() || receptor == json.end())
    problems.fail({path, "receptor_type"},
                  fmt::format("the key is missing; {} {} needs it", place.file.string(), place.object));
  if (!receptor->is_number_integer() || receptor->get<std::int64_t>() < 1 || receptor->get<std::int64_t>() > 1'000'000)
    problems.fail({path, "receptor_type"}, "not a whole number from 1 on");
  return known[file] = static_cast<int>(receptor->get<std::int64_t>());
}

void check_receptors(const std::vector<SynapseRule>& rules, const NeuronModels& models,
                     const std::vector<std::uint8_t>& used, Problems& problems) {
  const ModelTables& tables = *models.tables;
  std::size_t others = 0;
  double largest = 0.0;
  Place first;
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    for (std::size_t model = 0; model < models.receptors.size(); ++model) {
      if (!rules[rule].known() || used[rule * models.receptors.size() + model] == 0)
        continue;
      const SynapseRule& synapse = rules[rule];
      const Receptors& ports = models.receptors[model];
      if (synapse.receptor < 1 || static_cast<std::size_t>(synapse.receptor) > ports.count()) {
        problems.error(synapse.place,
                       fmt::format("its synapse uses receptor_type {}, but the cell model {} has {} receptors",
                                   synapse.receptor, tables.cell_models[model].node_type_id, ports.count()));
        continue;
      }
      const auto port = static_cast<std::size_t>(synapse.receptor - 1);
      const SynapseType& known = tables.synapse[synapse.slot][synapse.target_class];
      const double share =
          std::max({apart(ports.tau_fast_ms[port], known.tau_fast_ms),
                    apart(ports.tau_slow_ms[port], known.tau_slow_ms), apart(ports.amp_slow[port], known.amp_slow)});
      if (share > 0.0) {
        first = others == 0 ? synapse.place : first;
        largest = std::max(largest, share);
        ++others;
      }
    }
  if (others > 0)
    problems.warn(first,
                  fmt::format("here and in {} more places the receptor time constants of the cell model differ from "
                              "those of the named synapse type by up to {:.3g} %; those of the synapse type are used",
                              others - 1, 100.0 * largest));
}

} // namespace striate::sonata
