// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/lgn_population.h"
#include "tests/engine/network_expectations.h"

#include <algorithm>
#include <doctest/doctest.h>

using namespace striate;
using namespace striate::test;

TEST_CASE("LGN units: order, tiles, sizes and kernels") {
  const ModelTables& tables = model_tables();
  const LgnUnits units = generate_lgn_units(tables, LgnField::for_size(false), 153);
  REQUIRE(units.size() == 17400);
  std::uint32_t unit = 0;
  double size_sum = 0.0, size_count = 0.0;
  std::size_t wrong = 0;
  for (std::size_t c = 0; c < tables.lgn_classes.size(); ++c) {
    const LgnClass& kind = tables.lgn_classes[c];
    for (int tile = 0; tile < 150; ++tile)
      for (int i = 0; i < kind.per_tile; ++i, ++unit) {
        wrong += units.unit_class[unit] != c;
        wrong += units.x_deg[unit] < 8.0f * float(tile / 10) || units.x_deg[unit] > 8.0f * float(tile / 10 + 1);
        wrong += units.y_deg[unit] < 8.0f * float(tile % 10) || units.y_deg[unit] > 8.0f * float(tile % 10 + 1);
        wrong += units.size_deg[unit] < kind.size_min_deg || units.size_deg[unit] > kind.size_max_deg;
        wrong += std::abs(units.peak_dom_ms[0][unit] / kind.peaks_dom_ms[0] - 1.0) > 0.025001;
        wrong += std::isnan(units.axis_deg[unit]) == kind.composite;
        wrong += std::isnan(units.separation_deg[unit]) == kind.composite;
        wrong += std::isnan(units.peak_non_ms[1][unit]) == kind.composite;
        if (!kind.composite) {
          size_sum += units.size_deg[unit];
          ++size_count;
        }
      }
  }
  CHECK(wrong == 0);
  // triangular(2, 3, 9): mean 14/3, variance 2.3889.
  CHECK(std::abs(size_sum / size_count - 14.0 / 3.0) < 4.0 * std::sqrt(2.3889 / size_count));
  const LgnUnits small = generate_lgn_units(tables, LgnField::for_size(true), 153);
  CHECK(small.size() == 696);
  CHECK(small.field_width_deg == 24.0);
  CHECK(small.field_height_deg == 16.0);
}

TEST_CASE("LGN input of the full LGN follows the expectations at R = 100") {
  const auto network = build(recipe_for(100));
  check_input(*network, "R100_full", 4200.0);

  // More synapses go to nearer sources.
  double near = 0.0, far = 0.0, many = 0.0, single = 0.0;
  const ModelTables& tables = model_tables();
  const double e4_mean = 2188.765 * std::exp(0.345 * 0.345 / 2.0);
  for_edges(network->lgn, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    const double base = tables.cell_models[network->neurons.model[target]].lgn_base_weight_pA * e4_mean /
                        network->neurons.target_size[target];
    const double distance = std::hypot(network->lgn_units.x_deg[source] - 60.0 - 0.07 * network->neurons.x_um[target],
                                       network->lgn_units.y_deg[source] - 40.0 - 0.04 * network->neurons.z_um[target]);
    (weight > 1.5 * base ? near : far) += distance;
    (weight > 1.5 * base ? many : single) += 1.0;
  });
  CHECK(near / many < 0.8 * far / single);
}

TEST_CASE("LGN input of the small LGN follows the expectations at R = 100") {
  NetworkRecipe recipe = recipe_for(100);
  recipe.small_lgn = true;
  check_input(*build(recipe), "R100_small", 250.0);
}
