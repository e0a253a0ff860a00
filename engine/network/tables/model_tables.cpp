// SPDX-License-Identifier: Apache-2.0
#include "engine/network/tables/model_tables.h"

#include "engine/core/errors.h"
#include "engine/core/resources.h"
#include "engine/network/tables/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace striate {

namespace tables {

CsvTable open(const std::string& name, std::size_t rows) {
  CsvTable table = CsvTable::read(resource("tables/" + name));
  if (rows != 0 && table.rows() != rows)
    throw Error(
        fmt::format("The model table {} has {} rows instead of {}; reinstall Striate.", name, table.rows(), rows));
  return table;
}

double known(const CsvTable& table, std::size_t row, const std::string& column) {
  const double value = table.number(row, column);
  if (!std::isfinite(value))
    throw Error(fmt::format("The model table with the column \"{}\" lacks the value of row {}; reinstall Striate.",
                            column, row + 1));
  return value;
}

} // namespace tables

const char* class_name(CellClass cell_class) {
  switch (cell_class) {
  case CellClass::exc:
    return "Exc";
  case CellClass::pv:
    return "PV";
  case CellClass::sst:
    return "SST";
  case CellClass::vip:
    return "VIP";
  case CellClass::l1:
    return "Htr3a";
  }
  return "";
}

int ModelTables::population_index(const std::string& name) const {
  const auto found = std::ranges::find(populations, name, &Population::name);
  if (found == populations.end())
    throw Error(fmt::format("There is no population \"{}\"; names look like e23Cux2 or i4Pvalb.", name));
  return static_cast<int>(found - populations.begin());
}

ModelTables ModelTables::load() {
  ModelTables result;
  tables::read_populations(result);
  tables::read_cell_models(result);
  tables::read_synapse_types(result);
  tables::read_connections(result);
  tables::read_lgn_classes(result);
  return result;
}

std::shared_ptr<const ModelTables> shared_model_tables() {
  static const auto shared = std::make_shared<const ModelTables>(ModelTables::load());
  return shared;
}

const ModelTables& model_tables() {
  static const ModelTables& shared = *shared_model_tables();
  return shared;
}

} // namespace striate
