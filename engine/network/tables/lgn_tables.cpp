// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/tables/readers.h"

#include <fmt/format.h>

namespace striate::tables {

namespace {

std::array<double, 2> pair(const CsvTable& table, std::size_t row, const std::string& stem) {
  return {table.number(row, stem + "_0"), table.number(row, stem + "_1")};
}

} // namespace

void read_lgn_classes(ModelTables& tables) {
  const CsvTable models = open("lgn_models.csv", 14);
  const CsvTable classes = open("lgn/unit_classes.csv", models.rows());
  for (std::size_t row = 0; row < models.rows(); ++row) {
    LgnClass unit;
    unit.name = models.text(row, "model");
    if (classes.text(row, "model") != unit.name)
      throw Error(fmt::format("The tables lgn_models.csv and unit_classes.csv disagree in row {}: {} against {}.",
                              row + 1, unit.name, classes.text(row, "model")));
    unit.per_tile = static_cast<int>(classes.integer(row, "n_per_tile"));
    unit.composite = classes.integer(row, "composite") == 1;
    unit.size_min_deg = known(classes, row, "size_min_deg");
    unit.size_mode_deg = known(classes, row, "size_mode_deg");
    unit.size_max_deg = known(classes, row, "size_max_deg");
    unit.rf_shift = known(models, row, "rf_shift");
    unit.peaks_dom_ms = pair(models, row, "kpeaks_dom");
    unit.weights_dom = pair(models, row, "weight_dom");
    unit.delays_dom_ms = pair(models, row, "delay_dom");
    unit.peaks_non_ms = pair(models, row, "kpeaks_non_dom");
    unit.weights_non = pair(models, row, "weight_non_dom");
    unit.delays_non_ms = pair(models, row, "delay_non_dom");
    unit.separation_deg = classes.number(row, "sf_sep_deg");
    unit.amplitude = classes.number(row, "amplitude");
    unit.spontaneous_per_subfield_Hz = known(classes, row, "spont_per_subfield_Hz");
    unit.gray_rate_Hz = known(classes, row, "gray_rate_Hz");
    unit.latency_dom_ms = classes.number(row, "ttp_dom_ms");
    unit.latency_non_ms = classes.number(row, "ttp_non_ms");
    unit.r_off_Hz = classes.number(row, "rmax_off_Hz");
    unit.r_on_Hz = classes.number(row, "rmax_on_Hz");
    unit.off_factor = classes.number(row, "off_factor");
    tables.lgn_classes.push_back(std::move(unit));
  }
}

} // namespace striate::tables
