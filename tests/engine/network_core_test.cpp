// SPDX-License-Identifier: Apache-2.0
// The core network (R = 400 um) against the tables, and averages over many networks where one says little.
#include "engine/network/generator/connection_rule.h"
#include "engine/network/generator/neurons.h"
#include "engine/network/generator/recurrent.h"
#include "tests/engine/network_expectations.h"

#include <set>

using namespace striate;
using namespace striate::test;

namespace {

/// Neurons and recurrent edges alone: most of what one network of many is wanted for.
std::unique_ptr<Network> recurrent_network(const NetworkRecipe& recipe) {
  auto network = std::make_unique<Network>();
  network->recipe = recipe;
  network->neurons = generate_neurons(model_tables(), recipe, network->population_range);
  ThreadPool pool(2);
  Task task("test");
  network->recurrent = generate_recurrent(model_tables(), recipe, network->neurons, {pool, task}, {});
  return network;
}

struct Expected {
  double edges = 0.0, deviation = 0.0, error = 0.0;
};

/// Row "recurrent all" of edge_totals.csv; the error of the expectation from the number of networks behind it.
Expected expected_total(double radius_um, int networks) {
  const CsvTable totals = expected_table("edge_totals.csv");
  for (std::size_t row = 0; row < totals.rows(); ++row)
    if (totals.number(row, "R_um") == radius_um && totals.text(row, "what") == "recurrent all")
      return {totals.number(row, "edges"), totals.number(row, "sd_one_network"),
              totals.number(row, "sd_one_network") / std::sqrt(networks)};
  FAIL("the table lacks the radius");
  return {};
}

/// Edges into every 64th target against the exact sum of the probabilities over all pairs: what is left is the
/// Bernoulli noise, 0.16 %, whatever the positions and sizes drawn.
double sampler_z(const Network& network) {
  constexpr std::uint32_t stride = 64;
  const ModelTables& tables = model_tables();
  const NeuronTable& neurons = network.neurons;
  double found = 0.0;
  for (const std::uint32_t target : network.recurrent.target)
    found += target % stride == 0;
  std::vector<PairRule> rules;
  for (std::size_t source = 0; source < 22; ++source)
    for (std::size_t target = 0; target < 22; ++target)
      rules.push_back(pair_rule(tables, source, target));
  std::vector<std::pair<double, double>> sums((neurons.size() + stride - 1) / stride);
  ThreadPool pool(2);
  pool.for_blocks(sums.size(), 4, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto target = static_cast<std::uint32_t>(i) * stride;
      const TargetFrame frame = target_frame(neurons.x_um[target], neurons.z_um[target], neurons.tuning_deg[target],
                                             neurons.target_size[target], network.recipe.core_radius_um);
      for (std::uint32_t source = 0; source < neurons.size(); ++source) {
        if (source == target)
          continue;
        const double p =
            connection_probability(rules[neurons.population[source] * 22u + neurons.population[target]], frame,
                                   neurons.x_um[source] - neurons.x_um[target],
                                   neurons.z_um[source] - neurons.z_um[target], neurons.tuning_deg[source]);
        sums[i].first += p;
        sums[i].second += p * (1.0 - p);
      }
    }
  });
  double expected = 0.0, variance = 0.0;
  for (const auto& [sum, spread] : sums) {
    expected += sum;
    variance += spread;
  }
  return (found - expected) / std::sqrt(variance);
}

/// Quantiles of the weights of every well-filled pair. The law of a weight does not depend on the radius, so the table
/// of R = 200 holds here too.
void check_weight_quantiles(const Network& network) {
  std::vector<std::vector<float>> weights(22 * 22);
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    weights[network.neurons.population[source] * 22u + network.neurons.population[target]].push_back(std::abs(weight));
  });
  const CsvTable table = expected_table("weight_quantiles.csv");
  int tested = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.number(row, "R_um") != 200.0 || table.text(row, "rule") != "nll" ||
        table.number(row, "edges_per_network") < 1000.0)
      continue;
    auto& sample =
        weights[static_cast<std::size_t>(model_tables().population_index(table.text(row, "source_pop"))) * 22 +
                static_cast<std::size_t>(model_tables().population_index(table.text(row, "target_pop")))];
    std::ranges::sort(sample);
    for (const auto& [name, level] :
         {std::pair{"q05", 0.05}, {"q25", 0.25}, {"q50", 0.5}, {"q75", 0.75}, {"q95", 0.95}}) {
      const double value = sample[static_cast<std::size_t>(level * static_cast<double>(sample.size()))];
      const double difference = std::log(value / table.number(row, name));
      const double limit = (level == 0.5 ? 5.0 : 8.0) * std::max(table.number(row, "q50_log_sd"), 0.01);
      INFO(table.text(row, "source_pop"), " -> ", table.text(row, "target_pop"), " ", name, ": ", difference);
      CHECK(std::abs(difference) < limit);
    }
    ++tested;
  }
  CHECK(tested > 200);
}

} // namespace

TEST_CASE("the core network: neurons, edges, weights, LGN and background follow the tables") {
  const auto network = build(recipe_for(400));
  CHECK(network->name == "core");
  CHECK(network->neurons.size() == 66652);
  check_edge_counts(*network);
  check_normalised_weights(*network);
  check_weight_quantiles(*network);
  // At the edge of the column some of the LGN cells within reach lie beyond the field: fewer candidates than at R =
  // 200.
  check_input(*network, "R400", 4000.0);
  CHECK(std::abs(static_cast<double>(network->lgn_synapses) / 3.144e7 - 1.0) < 0.01);
  CHECK(std::abs(static_cast<double>(network->lgn.edge_count()) / 2.212e7 - 1.0) < 0.01);

  const BackgroundProjection& background = network->background;
  REQUIRE(background.source.size() == 266608);
  std::size_t wrong = 0;
  std::vector<double> used(100);
  for (std::uint32_t target = 0; target < network->neurons.size(); ++target) {
    std::set<std::uint8_t> sources;
    for (std::uint32_t i = background.row_start[target]; i < background.row_start[target + 1]; ++i) {
      sources.insert(background.source[i]);
      ++used[background.source[i]];
      wrong += background.weight[i] !=
               static_cast<float>(model_tables().cell_models[network->neurons.model[target]].background_weight_pA);
    }
    wrong += sources.size() != 4;
  }
  CHECK(wrong == 0);
  for (const double count : used) // each of 100 sources serves 4 % of the neurons
    CHECK(std::abs(count - 2666.08) < 5.0 * std::sqrt(2666.08 * 0.96));
}

TEST_CASE("edges of several core networks: each by its own probabilities, all together by the table") {
  const Expected expected = expected_total(400.0, 12);
  constexpr int networks = 4;
  double sum = 0.0, z_sum = 0.0;
  for (std::uint64_t seed = 1; seed <= networks; ++seed) {
    const auto network = recurrent_network(recipe_for(400, seed));
    sum += static_cast<double>(network->recurrent.edge_count());
    const double z = sampler_z(*network);
    CAPTURE(seed);
    CHECK(std::abs(z) < 4.0);
    z_sum += z;
  }
  CHECK(std::abs(z_sum) < 3.5 * std::sqrt(networks));
  CHECK(std::abs(sum / networks - expected.edges) <
        3.5 * std::hypot(expected.deviation / std::sqrt(networks), expected.error));
}

TEST_CASE("mean edges of all 484 population pairs over many networks of R = 200") {
  constexpr int networks = 20;
  const Expected expected = expected_total(200.0, 8);
  std::vector<double> counts(22 * 22);
  double total = 0.0;
  for (std::uint64_t seed = 1; seed <= networks; ++seed) {
    const auto network = recurrent_network(recipe_for(200, seed));
    total += static_cast<double>(network->recurrent.edge_count()) / networks;
    for (const auto& [pair, count] : count_pairs(*network))
      counts[pair.first * 22 + pair.second] += count / networks;
  }
  CHECK(std::abs(total - expected.edges) < 3.5 * std::hypot(expected.deviation / std::sqrt(networks), expected.error));
  const CsvTable table = expected_table("indegree.csv");
  int tested = 0;
  double squares = 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.number(row, "R_um") != 200.0)
      continue;
    const double mean =
        counts[static_cast<std::size_t>(model_tables().population_index(table.text(row, "source_pop"))) * 22 +
               static_cast<std::size_t>(model_tables().population_index(table.text(row, "target_pop")))];
    const double edges = table.number(row, "edges_expected");
    // Of a rare pair 8 networks do not tell the spread: it is at least that of independent edges.
    const double deviation = std::max(table.number(row, "edges_sd_one_network"), std::sqrt(edges));
    const double z = (mean - edges) / std::hypot(deviation / std::sqrt(networks), deviation / std::sqrt(8.0));
    INFO(table.text(row, "source_pop"), " -> ", table.text(row, "target_pop"), ": ", mean, ", expected ", edges);
    CHECK(std::abs(z) < 5.0);
    squares += z * z;
    ++tested;
  }
  CHECK(tested == 484);
  CHECK(squares / tested < 1.6); // no more spread than the errors give (pairs share their targets)
}
