// SPDX-License-Identifier: Apache-2.0
#include "engine/network/sonata/names/sonata_names.h"
#include "engine/network/sonata/write/write_parts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace striate::sonata {

namespace fs = std::filesystem;

namespace {

/// Receptor k of a cell takes synapses of source class k - 1; the last is the external class.
nlohmann::ordered_json cell_model(const ModelTables& tables, const CellModel& model) {
  const auto target_class =
      static_cast<std::size_t>(tables.populations[static_cast<std::size_t>(model.population)].synaptic_class);
  std::vector<double> tau_fast, tau_slow, amp_slow;
  for (const auto& from : tables.synapse) {
    tau_fast.push_back(from[target_class].tau_fast_ms);
    tau_slow.push_back(from[target_class].tau_slow_ms);
    amp_slow.push_back(from[target_class].amp_slow);
  }
  nlohmann::ordered_json json = {{"V_m", model.start_mV.value_or(model.E_L_mV)},
                                 {"V_th", model.V_th_mV},
                                 {"g", model.g_nS},
                                 {"E_L", model.E_L_mV},
                                 {"C_m", model.C_m_pF},
                                 {"t_ref", model.t_ref_ms},
                                 {"V_reset", model.V_reset_mV},
                                 {"asc_init", {0.0, 0.0}},
                                 {"asc_decay", model.asc_decay_per_ms},
                                 {"asc_amps", model.asc_amp_pA},
                                 {"tau_syn_fast", tau_fast},
                                 {"tau_syn_slow", tau_slow},
                                 {"amp_slow", amp_slow},
                                 {"spike_dependent_threshold", false},
                                 {"after_spike_currents", true},
                                 {"adapting_threshold", false}};
  if (model.asc_share != std::array{1.0, 1.0})
    json["asc_r"] = model.asc_share;
  if (model.asc_start_pA != std::array{0.0, 0.0})
    json["ASCurrents"] = model.asc_start_pA;
  return json;
}

} // namespace

void write_components(const Network& network, const fs::path& folder) {
  const ModelTables& tables = *network.tables;
  const fs::path cells = folder / components_folder / cell_models_folder;
  const fs::path synapses = folder / components_folder / synaptic_models_folder;
  fs::create_directories(cells);
  fs::create_directories(synapses);
  const std::vector<std::uint32_t> ids = node_type_ids(tables);
  for (std::size_t m = 0; m < ids.size(); ++m)
    write_file(cells / cell_model_file(ids[m]), cell_model(tables, tables.cell_models[m]).dump(2) + "\n");
  for (std::size_t source_class = 0; source_class < tables.synapse.size(); ++source_class)
    for (const SynapseType& type : tables.synapse[source_class])
      write_file(synapses / synaptic_model_file(type.name),
                 nlohmann::ordered_json{{"receptor_type", source_class + 1}}.dump(2) + "\n");
}

} // namespace striate::sonata
