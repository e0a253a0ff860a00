// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/tables/readers.h"

#include <fmt/format.h>

#include <algorithm>

namespace striate::tables {

namespace {

CellClass class_of(const std::string& synaptic_type, bool excitatory, int layer) {
  if (excitatory)
    return CellClass::exc;
  if (layer == 1)
    return CellClass::l1;
  if (synaptic_type == "pv")
    return CellClass::pv;
  return synaptic_type == "sst" ? CellClass::sst : CellClass::vip;
}

int synaptic_class_index(const ModelTables& tables, const std::string& name) {
  const auto found = std::ranges::find(tables.synaptic_classes, name);
  if (found == tables.synaptic_classes.end())
    throw Error(fmt::format("The table populations.csv names the unknown synaptic type \"{}\".", name));
  return static_cast<int>(found - tables.synaptic_classes.begin());
}

} // namespace

void read_populations(ModelTables& tables) {
  tables.synaptic_classes = {"e23", "e4", "e5et", "e5it", "e5np", "e6", "pv", "sst", "vip"};
  const CsvTable table = open("populations.csv", 22);
  const CsvTable lgn = open("lgn_params.csv", table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Population population;
    population.name = table.text(row, "pop_name");
    population.cell_type = table.text(row, "cell_type");
    population.location = table.text(row, "location");
    const std::string& layer = table.text(row, "layer");
    population.layer = layer == "2/3" ? 2 : static_cast<int>(table.integer(row, "layer"));
    population.excitatory = table.text(row, "ei") == "e";
    const std::string& synaptic_type = table.text(row, "syn_type");
    population.cell_class = class_of(synaptic_type, population.excitatory, population.layer);
    population.synaptic_class = synaptic_class_index(tables, synaptic_type);
    population.depth_top_um = known(table, row, "depth_top_um");
    population.depth_bottom_um = known(table, row, "depth_bottom_um");
    population.nsyn_shape = known(table, row, "nsyn_shape");
    population.nsyn_scale = known(table, row, "nsyn_scale");
    population.nsyn_mean = known(table, row, "nsyn_mean");
    population.edge_source_rank = static_cast<int>(table.integer(row, "edge_source_rank"));
    if (lgn.text(row, "pop_name") != population.name)
      throw Error(fmt::format("The tables populations.csv and lgn_params.csv disagree in row {}: {} against {}.",
                              row + 1, population.name, lgn.text(row, "pop_name")));
    population.lgn_poisson = known(lgn, row, "poisson_parameter");
    population.lgn_on_ratio = known(lgn, row, "sON_ratio");
    population.lgn_synapse_ratio = known(lgn, row, "synapse_ratio_against_e4");
    population.lgn_yule = known(lgn, row, "yule_parameter");
    tables.populations.push_back(std::move(population));
  }
}

void read_cell_models(ModelTables& tables) {
  const CsvTable table = open("glif3_cell_models.csv", 201);
  const CsvTable psp = open("unit_psp.csv", table.rows());
  const CsvTable external = open("lgn_bkg_weights_model.csv", table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CellModel model;
    const long id = table.integer(row, "node_type_id");
    if (psp.integer(row, "node_type_id") != id || external.integer(row, "node_type_id") != id)
      throw Error(fmt::format("The tables of the cell models disagree in row {} (node type {}).", row + 1, id));
    model.node_type_id = static_cast<std::uint32_t>(id);
    model.population = tables.population_index(table.text(row, "pop_name"));
    model.C_m_pF = known(table, row, "C_m_pF");
    model.g_nS = known(table, row, "g_nS");
    model.E_L_mV = known(table, row, "E_L_mV");
    model.V_th_mV = known(table, row, "V_th_mV");
    model.V_reset_mV = known(table, row, "V_reset_mV");
    model.t_ref_ms = known(table, row, "t_ref_ms");
    model.asc_decay_per_ms = {known(table, row, "k1_per_ms"), known(table, row, "k2_per_ms")};
    model.asc_amp_pA = {known(table, row, "asc_amp1_pA"), known(table, row, "asc_amp2_pA")};
    model.count_700 = table.integer(row, "N_700");
    model.edge_target_rank = static_cast<int>(table.integer(row, "edge_target_rank"));
    for (std::size_t k = 0; k < ModelTables::synaptic_class_count; ++k)
      model.unit_psp_mV[k] = known(psp, row, "from_" + tables.synaptic_classes[k]);
    model.unit_psp_mV[ModelTables::external_class] = known(psp, row, "from_exc");
    model.lgn_base_weight_pA = known(external, row, "lgn_base_weight_pA");
    model.background_weight_pA = known(external, row, "bkg_weight_pA");

    Population& population = tables.populations[static_cast<std::size_t>(model.population)];
    if (population.model_count == 0)
      population.first_model = static_cast<int>(row);
    ++population.model_count;
    if (population.first_model + population.model_count != static_cast<int>(row) + 1)
      throw Error(fmt::format("The table glif3_cell_models.csv is not sorted by population (row {}).", row + 1));
    tables.cell_models.push_back(model);
  }
}

} // namespace striate::tables
