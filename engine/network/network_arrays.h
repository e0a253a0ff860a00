// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/network.h"

#include <string>

namespace striate {

/// Calls visit(name, vector) for every array of a network, const or not: the one list that writing, reading and
/// comparing share. Names are HDF5 paths. Delays of single edges are visited where there are some.
template <typename SomeNetwork, typename Visit>
void visit_arrays(SomeNetwork& network, Visit visit) {
  auto& neurons = network.neurons;
  visit("neurons/x_um", neurons.x_um);
  visit("neurons/y_um", neurons.y_um);
  visit("neurons/z_um", neurons.z_um);
  visit("neurons/tuning_deg", neurons.tuning_deg);
  visit("neurons/target_size", neurons.target_size);
  visit("neurons/model", neurons.model);
  visit("neurons/population", neurons.population);
  visit("neurons/file_id", neurons.file_id);
  visit("neurons/population_range", network.population_range);

  // Most networks have none: what is made of their arrays (files, digests) stays as it is.
  const auto visit_delays = [&](const std::string& name, auto& delay_ms) {
    if (!delay_ms.empty())
      visit(name + "/delay_ms", delay_ms);
  };
  const auto visit_projection = [&](const std::string& name, auto& projection) {
    visit(name + "/row_run", projection.row_run);
    visit(name + "/runs", projection.runs);
    visit(name + "/target", projection.target);
    visit(name + "/weight", projection.weight);
    visit_delays(name, projection.delay_ms);
  };
  visit_projection("recurrent", network.recurrent);
  visit_projection("lgn", network.lgn);
  visit("background/row_start", network.background.row_start);
  visit("background/source", network.background.source);
  visit("background/weight", network.background.weight);
  visit_delays("background", network.background.delay_ms);

  auto& units = network.lgn_units;
  visit("lgn_units/unit_class", units.unit_class);
  visit("lgn_units/x_deg", units.x_deg);
  visit("lgn_units/y_deg", units.y_deg);
  visit("lgn_units/size_deg", units.size_deg);
  for (std::size_t k = 0; k < 2; ++k) {
    const std::string number = std::to_string(k);
    visit("lgn_units/peak_dom_ms_" + number, units.peak_dom_ms[k]);
    visit("lgn_units/weight_dom_" + number, units.weight_dom[k]);
    visit("lgn_units/delay_dom_ms_" + number, units.delay_dom_ms[k]);
    visit("lgn_units/peak_non_ms_" + number, units.peak_non_ms[k]);
    visit("lgn_units/weight_non_" + number, units.weight_non[k]);
    visit("lgn_units/delay_non_ms_" + number, units.delay_non_ms[k]);
  }
  visit("lgn_units/axis_deg", units.axis_deg);
  visit("lgn_units/separation_deg", units.separation_deg);
}

} // namespace striate
