// SPDX-License-Identifier: Apache-2.0
#include "engine/network/generator/connection_rule.h"
#include "engine/network/generator/weight_rule.h"
#include "tests/engine/network_expectations.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

void check_weight_medians(const Network& network, const char* rule) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<float>> weights;
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    weights[{network.neurons.population[source], network.neurons.population[target]}].push_back(std::abs(weight));
  });
  const CsvTable table = expected_table("weight_quantiles.csv");
  int tested = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.number(row, "R_um") != network.recipe.radius_um || table.text(row, "rule") != rule ||
        table.number(row, "edges_per_network") < 1000.0)
      continue;
    auto& sample = weights[{static_cast<std::size_t>(model_tables().population_index(table.text(row, "source_pop"))),
                            static_cast<std::size_t>(model_tables().population_index(table.text(row, "target_pop")))}];
    REQUIRE(sample.size() > 500);
    std::ranges::nth_element(sample, sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 2));
    const double difference = std::log(sample[sample.size() / 2] / table.number(row, "q50"));
    INFO(table.text(row, "source_pop"), " -> ", table.text(row, "target_pop"), ": ", difference);
    CHECK(std::abs(difference) < 5.0 * std::max(table.number(row, "q50_log_sd"), 0.01));
    ++tested;
  }
  CHECK(tested > 80);
}

} // namespace

TEST_CASE("edges and weights of R = 100 follow the expectations") {
  const auto network = build(recipe_for(100));
  check_edge_counts(*network);
  check_normalised_weights(*network);
}

TEST_CASE("edges and weights of R = 200 follow the expectations") {
  NetworkRecipe recipe = recipe_for(200);
  recipe.small_lgn = true;
  const auto network = build(recipe);
  check_edge_counts(*network);
  check_weight_medians(*network, "nll");
}

TEST_CASE("like-to-like weights have the same marginal law and follow the directions") {
  NetworkRecipe recipe = recipe_for(100);
  recipe.weight_rule = NetworkRecipe::WeightRule::l2l;
  recipe.small_lgn = true;
  const auto network = build(recipe);
  check_weight_medians(*network, "l2l");
  const NeuronTable& neurons = network->neurons;
  std::size_t wrong = 0;
  for_edges(network->recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    const WeightPair pair = weight_pair(model_tables(), neurons.population[source], neurons.model[target]);
    if (!pair.like_to_like)
      return;
    const double level = like_to_like_level(pair, neurons.tuning_deg[source], neurons.tuning_deg[target], 0.0);
    wrong += relative_error(weight, recurrent_weight(pair, level, neurons.target_size[target])) > 1e-6;
  });
  CHECK(wrong == 0);
}

TEST_CASE("thinning gives every pair its probability: counts and geometry against all pairs at R = 50") {
  struct Sums {
    double expected = 0, variance = 0, found = 0;
    double z() const { return (found - expected) / std::sqrt(variance); }
  };
  const ModelTables& tables = model_tables();
  std::vector<std::array<Sums, 22>> by_pair(22);
  std::array<Sums, 4> edges{}, quadratic{}, along_axis{};
  for (const std::uint64_t seed : {153u, 154u, 155u}) {
    NetworkRecipe recipe = recipe_for(50, seed);
    recipe.small_lgn = true;
    const auto network = build(recipe);
    const NeuronTable& neurons = network->neurons;
    std::vector<char> joined(std::size_t{neurons.size()} * neurons.size());
    for_edges(network->recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float) {
      joined[std::size_t{target} * neurons.size() + source] = 1;
    });
    for (std::uint32_t target = 0; target < neurons.size(); ++target) {
      const TargetFrame frame = target_frame(neurons.x_um[target], neurons.z_um[target], neurons.tuning_deg[target],
                                             neurons.target_size[target], recipe.core_radius_um);
      const std::size_t to = neurons.population[target];
      for (std::uint32_t source = 0; source < neurons.size(); ++source) {
        if (source == target)
          continue;
        const std::size_t from = neurons.population[source];
        const PairRule rule = pair_rule(tables, from, to);
        const double dx = neurons.x_um[source] - neurons.x_um[target];
        const double dz = neurons.z_um[source] - neurons.z_um[target];
        const double p = connection_probability(rule, frame, dx, dz, neurons.tuning_deg[source]);
        const CloudPlace place = cloud_place(frame, rule.excitatory_source, dx, dz);
        const double q = cloud_q(place, rule.excitatory_source, rule.sigma_um);
        const bool is_joined = joined[std::size_t{target} * neurons.size() + source] != 0;
        const auto add = [&](Sums& sums, double value) {
          sums.expected += p * value;
          sums.variance += p * (1.0 - p) * value * value;
          sums.found += is_joined ? value : 0.0;
        };
        const auto kind =
            static_cast<std::size_t>(2 * tables.populations[from].excitatory + tables.populations[to].excitatory);
        add(by_pair[from][to], 1.0);
        add(edges[kind], 1.0);
        add(quadratic[kind], q);
        add(along_axis[kind], place.along);
      }
    }
  }
  for (std::size_t kind = 0; kind < 4; ++kind) {
    CHECK(std::abs(edges[kind].z()) < 4.0);
    CHECK(std::abs(quadratic[kind].z()) < 4.0);
    CHECK(std::abs(along_axis[kind].z()) < 4.0);
  }
  double chi_square = 0.0;
  int tested = 0;
  for (const auto& row : by_pair)
    for (const Sums& pair : row)
      if (pair.variance > 20.0) {
        chi_square += pair.z() * pair.z();
        ++tested;
      }
  CHECK(tested > 200);
  CHECK(std::abs(chi_square - tested) < 4.0 * std::sqrt(2.0 * tested));
}
