// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/network/generator/connection_rule.h"
#include "engine/network/generator/lgn_rule.h"
#include "engine/network/generator/neurons.h"
#include "engine/network/generator/recurrent.h"
#include "engine/network/generator/weight_rule.h"
#include "tests/engine/network_support.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

std::size_t population(const CsvTable& table, std::size_t row, const char* column) {
  return static_cast<std::size_t>(model_tables().population_index(table.text(row, column)));
}

std::size_t model_index(long node_type_id) {
  const auto& models = model_tables().cell_models;
  const auto found = std::ranges::find(models, static_cast<std::uint32_t>(node_type_id), &CellModel::node_type_id);
  REQUIRE(found != models.end());
  return static_cast<std::size_t>(found - models.begin());
}

} // namespace

TEST_CASE("the model tables load completely") {
  const ModelTables& tables = model_tables();
  CHECK(tables.populations.size() == 22);
  CHECK(tables.cell_models.size() == 201);
  CHECK(tables.lgn_classes.size() == 14);
  CHECK(tables.synapse[9][0].name == "exc_to_e23");
  CHECK(tables.synapse[6][1].name == "pv_to_e4");
  CHECK(tables.delay_ms[0][6] == 1.17);
  const Population& l1 = tables.populations[0];
  CHECK(l1.cell_class == CellClass::l1);
  CHECK(l1.synaptic_class == 8);
  CHECK(tables.populations[1].layer == 2);
  CHECK(tables.sigma_um[1][1] == 127.0);
  CHECK(tables.sigma_um[0][1] == 96.6);
  CHECK(tables.b_ratio[1][1] == 0.5);
  CHECK(std::isnan(tables.lgn_classes[0].peaks_non_ms[0]));
  CHECK(tables.lgn_classes[13].r_off_Hz == 46.0);
  int per_tile = 0;
  for (const LgnClass& unit : tables.lgn_classes)
    per_tile += unit.per_tile;
  CHECK(per_tile == 116);
  long total = 0;
  for (const CellModel& model : tables.cell_models)
    total += model.count_700;
  CHECK(total == 203816);
  for (const Population& p : tables.populations)
    CHECK(p.nsyn_mean == std::floor(p.nsyn_scale * std::exp(p.nsyn_shape * p.nsyn_shape / 2)));
  CHECK_THROWS_AS(tables.population_index("e7"), Error);
}

TEST_CASE("neuron counts are exact at every radius") {
  const CsvTable table = expected_table("neuron_counts.csv");
  std::map<double, std::vector<std::uint32_t>> counts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double radius = table.number(row, "R_um");
    if (!counts.contains(radius))
      counts[radius] = neuron_counts(model_tables(), recipe_for(radius));
    if (table.text(row, "pop_name") == "TOTAL") {
      CHECK(std::accumulate(counts[radius].begin(), counts[radius].end(), 0L) == table.integer(row, "n_neurons"));
      continue;
    }
    const Population& p = model_tables().populations[population(table, row, "pop_name")];
    CHECK(p.model_count == table.integer(row, "n_models"));
    long sum = 0;
    for (int m = p.first_model; m < p.first_model + p.model_count; ++m)
      sum += counts[radius][static_cast<std::size_t>(m)];
    CHECK(sum == table.integer(row, "n_neurons"));
  }
  CHECK(counts.size() == 5);
}

TEST_CASE("core radii are the reference's pairs and lines between them") {
  for (const auto& [radius, core] : std::map<double, double>{{50, 20}, {100, 50}, {200, 100}, {400, 200}, {700, 400}})
    CHECK(NetworkRecipe::core_radius_for(radius) == doctest::Approx(core));
  CHECK(NetworkRecipe::core_radius_for(300) == doctest::Approx(150));
  CHECK(NetworkRecipe::core_radius_for(10) == doctest::Approx(4));
}

TEST_CASE("connection probabilities equal the reference") {
  const CsvTable table = expected_table("vec_connection.csv");
  REQUIRE(table.rows() >= 40);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const PairRule rule =
        pair_rule(model_tables(), population(table, row, "source_pop"), population(table, row, "target_pop"));
    const TargetFrame target =
        target_frame(table.number(row, "target_r_um"), 0.0, table.number(row, "theta_target_deg"),
                     table.number(row, "target_size"), table.number(row, "core_radius_um"));
    const double p = connection_probability(rule, target, table.number(row, "dx_um"), table.number(row, "dz_um"),
                                            table.number(row, "theta_source_deg"));
    CHECK(relative_error(p, table.number(row, "p")) < 1e-12);
  }
}

TEST_CASE("recurrent weights equal the reference") {
  const CsvTable table = expected_table("vec_weight.csv");
  REQUIRE(table.rows() >= 60);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t model = model_index(table.integer(row, "target_node_type_id"));
    CHECK(static_cast<std::size_t>(model_tables().cell_models[model].population) ==
          population(table, row, "target_pop"));
    const WeightPair pair = weight_pair(model_tables(), population(table, row, "source_pop"), model);
    double level = table.number(row, "draw");
    if (table.text(row, "rule") == "l2l")
      level =
          like_to_like_level(pair, table.number(row, "theta_source_deg"), table.number(row, "theta_target_deg"), level);
    const double weight = recurrent_weight(pair, level, table.number(row, "target_size"));
    CHECK(relative_error(weight, table.number(row, "syn_weight")) < 1e-10);
  }
}

TEST_CASE("LGN class factors equal the reference") {
  const CsvTable table = expected_table("vec_lgn_subunit.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto factors = lgn_class_factors(model_tables(), table.text(row, "dominant") == "sON",
                                           static_cast<int>(table.integer(row, "cell_TF")));
    for (std::size_t c = 0; c < factors.size(); ++c) {
      const LgnClass& unit = model_tables().lgn_classes[c];
      CHECK(factors[c] == doctest::Approx(unit.composite ? 1.0 : table.number(row, unit.name)).epsilon(1e-12));
    }
  }
}

TEST_CASE("a composite unit's axis fits within 15 degrees either way round") {
  for (const double tuning : {0.0, 10.0, 100.0, 350.0})
    for (double axis = 0.5; axis < 360.0; axis += 1.0) {
      const double omega = axis - tuning;
      const bool by_formula = std::abs(std::fmod(std::abs(omega - 90.0), 180.0) - 90.0) < 15.0;
      CHECK(lgn_axis_fits(axis, tuning) == by_formula);
    }
}

TEST_CASE("synapse counts follow Yule-Simon") {
  const CsvTable table = expected_table("vec_yule.csv");
  constexpr int draws = 400000;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double alpha = table.number(row, "alpha");
    std::map<std::uint32_t, int> seen;
    for (int i = 0; i < draws; ++i)
      ++seen[yule_simon(alpha, (i + 0.5) / draws)]; // evenly spread: no sampling noise
    for (const std::uint32_t k : {1u, 2u, 3u, 5u, 10u})
      CHECK(std::abs(seen[k] / double(draws) - table.number(row, "pmf" + std::to_string(k))) < 1.5 / draws);
  }
}

TEST_CASE("the preferred temporal frequency is a Poisson number without its zero") {
  constexpr int draws = 100000;
  std::map<int, int> seen;
  for (int i = 0; i < draws; ++i)
    ++seen[positive_poisson(1.5, (i + 0.5) / draws)];
  CHECK(seen[0] == 0);
  double chance = std::exp(-1.5) / (1.0 - std::exp(-1.5));
  for (int k = 1; k <= 6; ++k) {
    chance *= 1.5 / k;
    CHECK(std::abs(seen[k] / double(draws) - chance) < 1.5 / draws);
  }
}

TEST_CASE("delays become steps by round-half-even of at least 1 ms") {
  CHECK(delay_steps(0.88) == 1);
  CHECK(delay_steps(1.49) == 1);
  CHECK(delay_steps(1.5) == 2);
  CHECK(delay_steps(2.5) == 2);
  CHECK(delay_steps(2.92) == 3);
}
