// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/core/csv.h"
#include "engine/network/tables/model_tables.h"

#include <string>

namespace striate::tables {

/// Opens resources/tables/<name>; throws Error when it does not have `rows` rows (0: any number).
CsvTable open(const std::string& name, std::size_t rows = 0);

/// A number that must be there: NaN is an Error that names the cell.
double known(const CsvTable& table, std::size_t row, const std::string& column);

/// Populations, cell models and their weights of external synapses. The first to be called; fills synaptic_classes.
void read_populations(ModelTables& tables);
void read_cell_models(ModelTables& tables);

/// Synapse types, delays, connection probabilities and PSP distributions; needs the populations.
void read_synapse_types(ModelTables& tables);
void read_connections(ModelTables& tables);

void read_lgn_classes(ModelTables& tables);

} // namespace striate::tables
