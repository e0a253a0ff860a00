// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/tables/readers.h"

#include <fmt/format.h>

#include <map>

namespace striate::tables {

void read_synapse_types(ModelTables& tables) {
  const CsvTable table = open("synapse_types.csv");
  std::map<std::string, SynapseType> types;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, "use") == "unused")
      continue;
    SynapseType type{
        table.text(row, "synapse_type"),
        known(table, row, "tau_fast_ms"),
        known(table, row, "tau_slow_ms"),
        known(table, row, "amp_slow"),
        {known(table, row, "w0"), known(table, row, "w1"), known(table, row, "w2"), known(table, row, "w3")}};
    types.emplace(type.name, type);
  }
  for (std::size_t pre = 0; pre < tables.synapse.size(); ++pre)
    for (std::size_t post = 0; post < tables.synaptic_classes.size(); ++post) {
      const std::string from = pre == ModelTables::external_class ? "exc" : tables.synaptic_classes[pre];
      const std::string name = from + "_to_" + tables.synaptic_classes[post];
      const auto found = types.find(name);
      if (found == types.end())
        throw Error(fmt::format("The table synapse_types.csv lacks the type \"{}\".", name));
      tables.synapse[pre][post] = found->second;
    }

  const CsvTable basis = open("tau_basis.csv", tables.basis_tau_ms.size());
  for (std::size_t k = 0; k < basis.rows(); ++k)
    tables.basis_tau_ms[k] = known(basis, k, "tau_ms");

  const CsvTable latency = open("latency.csv", tables.synaptic_classes.size());
  for (std::size_t pre = 0; pre < latency.rows(); ++pre) {
    if (latency.text(pre, "pre") != tables.synaptic_classes[pre])
      throw Error(fmt::format("The table latency.csv has \"{}\" instead of \"{}\" (row {}).", latency.text(pre, "pre"),
                              tables.synaptic_classes[pre], pre + 1));
    for (std::size_t post = 0; post < tables.synaptic_classes.size(); ++post)
      tables.delay_ms[pre][post] = known(latency, pre, tables.synaptic_classes[post]);
  }
}

void read_connections(ModelTables& tables) {
  const CsvTable spread = open("conn_sigma_bratio.csv", 4);
  for (std::size_t row = 0; row < spread.rows(); ++row) {
    const bool from_e = spread.text(row, "source_ei") == "e";
    const bool to_e = spread.text(row, "target_ei") == "e";
    tables.sigma_um[from_e][to_e] = known(spread, row, "sigma_um");
    tables.b_ratio[from_e][to_e] = known(spread, row, "b_ratio");
  }

  const CsvTable pmax = open("conn_pmax.csv");
  std::map<std::string, std::size_t> pmax_row;
  for (std::size_t row = 0; row < pmax.rows(); ++row)
    pmax_row.emplace(pmax.text(row, "source_cell_type"), row);

  const CsvTable distributions = open("psp_distributions.csv");
  std::map<std::string, PspDistribution> psp;
  for (std::size_t row = 0; row < distributions.rows(); ++row)
    psp.emplace(distributions.text(row, "psp_class"),
                PspDistribution{known(distributions, row, "shape"), known(distributions, row, "scale_mV")});
  const CsvTable lookup = open("psp_lookup.csv", tables.populations.size());

  const std::size_t count = tables.populations.size();
  tables.pmax.assign(count, std::vector<double>(count));
  tables.psp.assign(count, std::vector<PspDistribution>(count));
  for (std::size_t source = 0; source < count; ++source) {
    const Population& from = tables.populations[source];
    const auto row = pmax_row.find(from.cell_type);
    if (row == pmax_row.end() || lookup.text(source, "source_pop") != from.name)
      throw Error(fmt::format("The tables conn_pmax.csv or psp_lookup.csv lack the row of {}.", from.name));
    for (std::size_t target = 0; target < count; ++target) {
      const Population& to = tables.populations[target];
      tables.pmax[source][target] = known(pmax, row->second, to.cell_type);
      const std::string& psp_class = lookup.text(source, to.name);
      const auto found = psp.find(psp_class);
      if (found == psp.end())
        throw Error(fmt::format("The table psp_distributions.csv lacks the class \"{}\" that psp_lookup.csv names.",
                                psp_class));
      tables.psp[source][target] = found->second;
    }
  }
}

} // namespace striate::tables
