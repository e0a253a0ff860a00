// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace striate::sonata {

namespace {

/// Rows of a types table: fields parted by one space, quoted when they hold one.
class TypesTable {
public:
  explicit TypesTable(const std::vector<std::string>& header) { row(header); }

  void row(const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool quoted = fields[i].find(' ') != std::string::npos;
      text_ += fmt::format("{}{}{}{}", i > 0 ? " " : "", quoted ? "\"" : "", fields[i], quoted ? "\"" : "");
    }
    text_ += '\n';
  }
  const std::string& text() const { return text_; }

private:
  std::string text_;
};

/// The shortest text that reads back as the same number.
std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : missing;
}

std::string model_query(std::uint32_t type_id) {
  return fmt::format("{}=='{}'", node_type_id, type_id);
}

const Population& population_of(const ModelTables& tables, const CellModel& model) {
  return tables.populations[static_cast<std::size_t>(model.population)];
}

std::string neuron_types(const ModelTables& tables) {
  TypesTable table({node_type_id, model_type, model_template, dynamics_params, ei, location, pop_name, population,
                    nsyn_size_shape, nsyn_size_scale, nsyn_size_mean});
  const std::vector<std::uint32_t> ids = node_type_ids(tables);
  for (std::size_t m = 0; m < ids.size(); ++m) {
    const Population& one = population_of(tables, tables.cell_models[m]);
    table.row({std::to_string(ids[m]), point_process, glif_template, cell_model_file(ids[m]),
               one.excitatory ? "e" : "i", one.location, one.name, neurons, number(one.nsyn_shape),
               number(one.nsyn_scale), number(one.nsyn_mean)});
  }
  return table.text();
}

std::string lgn_types(const ModelTables& tables) {
  TypesTable table({node_type_id, pop_name, model_type, ei, location});
  for (std::size_t c = 0; c < tables.lgn_classes.size(); ++c)
    table.row({std::to_string(first_virtual_type + c), tables.lgn_classes[c].name, virtual_model, "e", "LGN"});
  return table.text();
}

std::string background_types() {
  TypesTable table({node_type_id, pop_name, model_type, ei, location});
  table.row({std::to_string(first_virtual_type), "SG_001", virtual_model, "e", "BKG"});
  return table.text();
}

/// No weight_function: a program without the reference's hooks then takes syn_weight as it is, which is what they do.
std::string recurrent_types(const ModelTables& tables) {
  const EdgeTypeIds ids = recurrent_type_ids(tables);
  const std::vector<std::uint32_t> node_ids = node_type_ids(tables);
  const bool has_psp = tables.psp.size() == tables.populations.size();
  TypesTable table({edge_type_id, target_query, source_query, dynamics_params, delay, psp_correction, psp_shape,
                    psp_scale, model_template});
  for (std::size_t source = 0; source < tables.populations.size(); ++source) {
    const Population& from = tables.populations[source];
    const auto source_class = static_cast<std::size_t>(from.synaptic_class);
    for (std::size_t target = 0; target < tables.cell_models.size(); ++target) {
      const CellModel& model = tables.cell_models[target];
      const auto target_population = static_cast<std::size_t>(model.population);
      const auto target_class = static_cast<std::size_t>(tables.populations[target_population].synaptic_class);
      const double correction = model.unit_psp_mV[source_class] * (from.excitatory ? 1.0 : -1.0);
      const PspDistribution psp = has_psp ? tables.psp[source][target_population] : PspDistribution{NAN, NAN};
      table.row({std::to_string(ids.source_part[source] + ids.target_part[target]), model_query(node_ids[target]),
                 fmt::format("{}=='{}'", pop_name, from.name),
                 synaptic_model_file(synapse_name(tables, source_class, target)),
                 number(tables.delay_ms[source_class][target_class]), number(correction), number(psp.shape),
                 number(psp.scale_mV), static_synapse});
    }
  }
  return table.text();
}

std::string external_types(const ModelTables& tables, double delay_ms, bool with_weights) {
  std::vector<std::string> header = {edge_type_id, target_query, source_query, dynamics_params, delay, model_template};
  if (with_weights)
    header.emplace_back(syn_weight);
  TypesTable table(header);
  const std::vector<std::uint32_t> node_ids = node_type_ids(tables);
  for (std::size_t target = 0; target < tables.cell_models.size(); ++target) {
    const CellModel& model = tables.cell_models[target];
    std::vector<std::string> row = {std::to_string(first_virtual_type + target),
                                    model_query(node_ids[target]),
                                    "*",
                                    synaptic_model_file(synapse_name(tables, ModelTables::external_class, target)),
                                    number(delay_ms),
                                    static_synapse};
    if (with_weights)
      row.push_back(number(model.background_weight_pA));
    table.row(row);
  }
  return table.text();
}

} // namespace

EdgeTypeIds recurrent_type_ids(const ModelTables& tables) {
  // The tables' ranks give the ids of the reference. Imported tables have none: there the table order decides.
  const auto ranks = [](const auto& rows, auto rank) {
    std::vector<std::uint32_t> result;
    std::vector<char> seen(rows.size());
    for (const auto& row : rows) {
      const int value = row.*rank;
      if (value < 0 || static_cast<std::size_t>(value) >= rows.size() || seen[static_cast<std::size_t>(value)]++) {
        result.resize(rows.size());
        std::iota(result.begin(), result.end(), 0u);
        return result;
      }
      result.push_back(static_cast<std::uint32_t>(value));
    }
    return result;
  };
  EdgeTypeIds ids;
  ids.source_part = ranks(tables.populations, &Population::edge_source_rank);
  ids.target_part = ranks(tables.cell_models, &CellModel::edge_target_rank);
  const auto models = static_cast<std::uint32_t>(tables.cell_models.size());
  for (std::uint32_t& part : ids.source_part)
    part = first_virtual_type + part * models;
  return ids;
}

std::vector<std::uint32_t> node_type_ids(const ModelTables& tables) {
  std::set<std::uint32_t> used;
  for (const CellModel& model : tables.cell_models)
    used.insert(model.node_type_id);
  std::set<std::uint32_t> given;
  std::uint32_t next = 1;
  std::vector<std::uint32_t> ids;
  for (const CellModel& model : tables.cell_models) {
    std::uint32_t id = model.node_type_id;
    if (!given.insert(id).second) {
      while (!used.insert(next).second)
        ++next;
      id = next;
    }
    ids.push_back(id);
  }
  return ids;
}

bool background_weights_by_type(const Network& network) {
  for (std::uint32_t target = 0; target < network.neurons.size(); ++target) {
    const auto by_type =
        static_cast<float>(network.tables->cell_models[network.neurons.model[target]].background_weight_pA);
    for (std::uint32_t i = network.background.row_start[target]; i < network.background.row_start[target + 1]; ++i)
      if (network.background.weight[i] != by_type)
        return false;
  }
  return true;
}

const std::string& synapse_name(const ModelTables& tables, std::size_t source_class, std::size_t target_model) {
  const Population& to = population_of(tables, tables.cell_models[target_model]);
  return tables.synapse[source_class][static_cast<std::size_t>(to.synaptic_class)].name;
}

void write_types(const Network& network, const std::filesystem::path& folder) {
  const ModelTables& tables = *network.tables;
  write_file(folder / node_types_file(neurons), neuron_types(tables));
  write_file(folder / node_types_file(lgn), lgn_types(tables));
  write_file(folder / node_types_file(background), background_types());
  write_file(folder / edge_types_file(neurons), recurrent_types(tables));
  write_file(folder / edge_types_file(lgn), external_types(tables, tables.lgn_delay_ms, false));
  write_file(folder / edge_types_file(background), external_types(tables, tables.background_delay_ms, true));
}

} // namespace striate::sonata
