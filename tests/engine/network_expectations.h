// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "engine/network/generator/lgn_rule.h"
#include "engine/network/generator/weight_rule.h"
#include "tests/engine/network_support.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <map>

/// Checks of a generated network against the tables of tests/data/network, for one radius or another.
namespace striate::test {

using PairCounts = std::map<std::pair<std::size_t, std::size_t>, double>;

inline PairCounts count_pairs(const Network& network) {
  PairCounts counts;
  std::vector<std::array<double, 22>> rows(22);
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float) {
    ++rows[network.neurons.population[source]][network.neurons.population[target]];
  });
  for (std::size_t s = 0; s < 22; ++s)
    for (std::size_t t = 0; t < 22; ++t)
      counts[{s, t}] = rows[s][t];
  return counts;
}

inline void check_edge_counts(const Network& network) {
  const double radius = network.recipe.radius_um;
  const CsvTable totals = expected_table("edge_totals.csv");
  for (std::size_t row = 0; row < totals.rows(); ++row)
    if (totals.number(row, "R_um") == radius && totals.text(row, "what") == "recurrent all")
      CHECK(std::abs(double(network.recurrent.edge_count()) - totals.number(row, "edges")) <
            4.0 * totals.number(row, "sd_one_network"));

  PairCounts counts = count_pairs(network);
  const CsvTable table = expected_table("indegree.csv");
  int tested = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double expected = table.number(row, "edges_expected");
    if (table.number(row, "R_um") != radius || expected < 1000.0)
      continue;
    const auto source = static_cast<std::size_t>(model_tables().population_index(table.text(row, "source_pop")));
    const auto target = static_cast<std::size_t>(model_tables().population_index(table.text(row, "target_pop")));
    // The expectation has an error of its own: it is the mean of some networks.
    const double deviation =
        std::hypot(table.number(row, "edges_sd_one_network"), table.number(row, "edges_expected_se"));
    // Of these targets the tables come from too few networks.
    const std::string& name = model_tables().populations[target].name;
    const bool rough = name == "i1Htr3a" || name == "i6Sst" || name == "i5Vip";
    const double limit = std::max(5.0 * deviation, (rough ? 0.05 : 0.02) * expected);
    INFO(table.text(row, "source_pop"), " -> ", table.text(row, "target_pop"), ": ", counts[{source, target}]);
    CHECK(std::abs(counts[{source, target}] - expected) < limit);
    ++tested;
  }
  CHECK(tested > 80);
}

/// The normalised weight X = ln(|w| u S / (m a)) / s: a standard normal number clipped at +-3.0902 for rule nll.
inline void check_normalised_weights(const Network& network) {
  struct Moments {
    double n = 0, sum = 0, squares = 0;
    void add(double x) {
      ++n;
      sum += x;
      squares += x * x;
    }
    double mean() const { return sum / n; }
    double deviation() const { return std::sqrt(squares / n - mean() * mean()); }
  };
  const ModelTables& tables = model_tables();
  std::vector<WeightPair> pairs;
  for (std::size_t s = 0; s < tables.populations.size(); ++s)
    for (std::size_t m = 0; m < tables.cell_models.size(); ++m)
      pairs.push_back(weight_pair(tables, s, m));
  Moments all;
  std::vector<std::array<Moments, 22>> by_pair(22);
  double largest = 0.0;
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    const std::size_t from = network.neurons.population[source];
    const WeightPair& pair = pairs[from * tables.cell_models.size() + network.neurons.model[target]];
    const double x = std::log(double(weight) * network.neurons.target_size[target] / pair.scale) / pair.log_spread;
    largest = std::max(largest, std::abs(x));
    all.add(x);
    by_pair[from][network.neurons.population[target]].add(x);
  });
  CHECK(largest < 3.0904);
  CHECK(std::abs(all.mean()) < 4.0 / std::sqrt(all.n));
  CHECK(std::abs(all.deviation() - 0.99814) < 4.0 * 0.7 / std::sqrt(all.n));
  for (const auto& row : by_pair)
    for (const Moments& pair : row)
      if (pair.n >= 1000) {
        CHECK(std::abs(pair.mean()) < 4.5 / std::sqrt(pair.n));
        CHECK(std::abs(pair.deviation() - 0.99814) < 4.5 * 0.7 / std::sqrt(pair.n));
      }
}

struct LgnInput {
  std::vector<double> sources, synapses; ///< per neuron
};

inline LgnInput count_input(const Network& network) {
  const std::uint32_t count = network.neurons.size();
  LgnInput input{std::vector<double>(count), std::vector<double>(count)};
  const ModelTables& tables = model_tables();
  const double e4_mean = 2188.765 * std::exp(0.345 * 0.345 / 2.0);
  std::size_t not_whole = 0;
  for_edges(network.lgn, [&](std::uint32_t, const EdgeRun& run, std::uint32_t target, float weight) {
    const double base = tables.cell_models[network.neurons.model[target]].lgn_base_weight_pA * e4_mean /
                        network.neurons.target_size[target];
    const double synapses = std::round(weight / base);
    not_whole += relative_error(weight, synapses * base) > 1e-6 || synapses < 1.0 || run.slot != 9 || run.delay != 0;
    ++input.sources[target];
    input.synapses[target] += synapses;
  });
  CHECK(not_whole == 0);
  double total = 0.0;
  for (const double synapses : input.synapses)
    total += synapses;
  CHECK(total == double(network.lgn_synapses));
  return input;
}

/// Distinct sources are exact unless the candidates run out; rows per population follow the table.
inline void check_input(const Network& network, const std::string& name, double fewest_candidates) {
  const LgnInput input = count_input(network);
  const ModelTables& tables = model_tables();
  for (std::uint32_t target = 0; target < network.neurons.size(); ++target) {
    const std::uint32_t wanted =
        lgn_source_count(tables.populations[network.neurons.population[target]], network.neurons.target_size[target]);
    if (input.sources[target] != wanted) {
      CHECK(input.sources[target] < wanted);
      CHECK(input.sources[target] > fewest_candidates);
    }
  }
  const CsvTable table = expected_table("lgn_expected.csv");
  int tested = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, "net") != name)
      continue;
    const auto p = static_cast<std::size_t>(tables.population_index(table.text(row, "target_pop")));
    const Network::Range range = network.population_range[p];
    double synapses = 0.0;
    for (std::uint32_t target = range.first; target < range.last; ++target)
      synapses += input.synapses[target];
    const double n = range.last - range.first;
    const bool limited = table.number(row, "frac_pool_limited") > 0.0;
    const double expected = table.number(row, limited ? "mean_rows" : "rows_no_limit");
    const double sampled = limited ? 1.0 / table.number(row, "n_sampled") : 0.0; // the table's own error
    INFO(table.text(row, "target_pop"), ": ", synapses / n, " rows, expected ", expected);
    CHECK(std::abs(synapses / n - expected) < 4.0 * table.number(row, "sd_rows") * std::sqrt(1.0 / n + sampled));
    ++tested;
  }
  CHECK(tested == 22);
}

} // namespace striate::test
