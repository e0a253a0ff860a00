// SPDX-License-Identifier: Apache-2.0
// The network that BMTK's builder wrote, against the values that were handed to the builder.
#include "engine/core/csv.h"
#include "tests/engine/network_support.h"
#include "tests/engine/sonata_sandbox.h"

#include <doctest/doctest.h>
#include <map>

using namespace striate;
using namespace striate::test;

namespace {

CsvTable expected(const std::string& name) {
  return CsvTable::read(std::filesystem::path(STRIATE_TEST_DATA) / "sonata" / ("expected_" + name + ".csv"));
}

const SonataNetwork& golden() {
  static const SonataNetwork network = SonataSandbox().read();
  return network;
}

/// Index in the network of every node id of the file.
std::vector<std::uint32_t> index_of_id(const Network& network) {
  std::vector<std::uint32_t> index(network.neurons.size());
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    index[network.neurons.file_id.at(i)] = i;
  return index;
}

/// Same bits, or both NaN.
bool same(double written, float read) {
  return static_cast<float>(written) == read || (std::isnan(written) && std::isnan(read));
}

int steps(double delay_ms) {
  return static_cast<int>(std::lround(std::max(1.0, delay_ms)));
}

} // namespace

TEST_CASE("neurons of the BMTK network") {
  const Network& network = *golden().network;
  const CsvTable table = expected("neurons");
  const ModelTables& tables = *network.tables;
  CHECK(network.tables == shared_model_tables()); // its cell models are built-in ones
  REQUIRE(network.neurons.size() == table.rows());
  const auto index = index_of_id(network);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint32_t i = index[row];
    const NeuronTable& neurons = network.neurons;
    CHECK(same(table.number(row, "x"), neurons.x_um[i]));
    CHECK(same(table.number(row, "y"), neurons.y_um[i]));
    CHECK(same(table.number(row, "z"), neurons.z_um[i]));
    CHECK(same(table.number(row, "tuning_angle"), neurons.tuning_deg[i]));
    CHECK(same(table.number(row, "target_sizes"), neurons.target_size[i]));
    CHECK(tables.cell_models[neurons.model[i]].node_type_id == table.integer(row, "node_type_id"));
    CHECK(tables.populations[neurons.population[i]].name == table.text(row, "pop_name"));
  }
  // Ordered as the model orders its populations, which the file does not.
  for (std::uint32_t i = 1; i < network.neurons.size(); ++i) {
    CHECK(network.neurons.model[i - 1] <= network.neurons.model[i]);
    if (network.neurons.model[i - 1] == network.neurons.model[i])
      CHECK(network.neurons.file_id[i - 1] < network.neurons.file_id[i]);
  }
  const auto pv = static_cast<std::size_t>(tables.population_index("i4Pvalb"));
  CHECK(network.population_range[pv].last - network.population_range[pv].first == 6);
}

TEST_CASE("recurrent edges of the BMTK network") {
  const Network& network = *golden().network;
  const CsvTable table = expected("edges_v1");
  const auto index = index_of_id(network);
  struct Edge {
    double weight;
    int delay;
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, Edge> edges;
  for (std::size_t row = 0; row < table.rows(); ++row)
    edges[{index[static_cast<std::size_t>(table.integer(row, "source"))],
           index[static_cast<std::size_t>(table.integer(row, "target"))]}] = {table.number(row, "weight_pA"),
                                                                              steps(table.number(row, "delay_ms"))};
  REQUIRE(edges.size() == table.rows());
  CHECK(network.recurrent.edge_count() == table.rows());
  std::size_t found = 0;
  const ModelTables& tables = *network.tables;
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun& run, std::uint32_t target, float weight) {
    const auto edge = edges.find({source, target});
    REQUIRE(edge != edges.end());
    CHECK(static_cast<float>(edge->second.weight) == weight);
    CHECK(edge->second.delay == run.delay);
    CHECK(tables.populations[network.neurons.population[source]].synaptic_class == run.slot);
    ++found;
  });
  CHECK(found == edges.size());
}

TEST_CASE("LGN of the BMTK network: rows of one pair become one edge") {
  const Network& network = *golden().network;
  const CsvTable table = expected("edges_lgn");
  const auto index = index_of_id(network);
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> pairs;
  for (std::size_t row = 0; row < table.rows(); ++row)
    pairs[{static_cast<std::uint32_t>(table.integer(row, "source")),
           index[static_cast<std::size_t>(table.integer(row, "target"))]}] += table.number(row, "weight_pA");
  CHECK(pairs.size() < table.rows());
  CHECK(network.lgn_synapses == table.rows());
  CHECK(network.lgn.edge_count() == pairs.size());
  for_edges(network.lgn, [&](std::uint32_t source, const EdgeRun& run, std::uint32_t target, float weight) {
    const auto pair = pairs.find({source, target});
    REQUIRE(pair != pairs.end());
    CHECK(weight == doctest::Approx(pair->second).epsilon(1e-7));
    CHECK(run.delay == 0);
    CHECK(run.slot == ModelTables::external_class);
  });

  const CsvTable units = expected("units");
  const LgnUnits& read = network.lgn_units;
  REQUIRE(read.size() == units.rows());
  CHECK(read.field_width_deg == 120.0);
  CHECK(read.field_height_deg == 80.0);
  for (std::size_t row = 0; row < units.rows(); ++row) {
    CHECK(network.tables->lgn_classes[read.unit_class[row]].name == units.text(row, "pop_name"));
    CHECK(same(units.number(row, "x"), read.x_deg[row]));
    CHECK(same(units.number(row, "y"), read.y_deg[row]));
    CHECK(same(units.number(row, "spatial_size"), read.size_deg[row]));
    CHECK(same(units.number(row, "tuning_angle"), read.axis_deg[row]));
    CHECK(same(units.number(row, "sf_sep"), read.separation_deg[row]));
    for (std::size_t k = 0; k < 2; ++k) {
      const std::string number = std::to_string(k);
      CHECK(same(units.number(row, "kpeaks_dom_" + number), read.peak_dom_ms[k][row]));
      CHECK(same(units.number(row, "weight_dom_" + number), read.weight_dom[k][row]));
      CHECK(same(units.number(row, "delay_dom_" + number), read.delay_dom_ms[k][row]));
      CHECK(same(units.number(row, "kpeaks_non_dom_" + number), read.peak_non_ms[k][row]));
      CHECK(same(units.number(row, "weight_non_dom_" + number), read.weight_non[k][row]));
      CHECK(same(units.number(row, "delay_non_dom_" + number), read.delay_non_ms[k][row]));
    }
  }
}

TEST_CASE("background of the BMTK network") {
  const Network& network = *golden().network;
  const CsvTable table = expected("edges_bkg");
  const auto index = index_of_id(network);
  std::map<std::pair<std::uint32_t, std::uint32_t>, float> edges;
  for (std::size_t row = 0; row < table.rows(); ++row)
    edges[{index[static_cast<std::size_t>(table.integer(row, "target"))],
           static_cast<std::uint32_t>(table.integer(row, "source"))}] =
        static_cast<float>(table.number(row, "weight_pA"));
  const BackgroundProjection& read = network.background;
  CHECK(read.source_count == 5);
  REQUIRE(read.source.size() == edges.size());
  // The map is ordered by target, then source, as the projection is.
  std::size_t at = 0;
  for (const auto& [ends, weight] : edges) {
    CHECK(read.row_start[ends.first] <= at);
    CHECK(at < read.row_start[ends.first + 1]);
    CHECK(read.source[at] == ends.second);
    CHECK(read.weight[at] == weight);
    ++at;
  }
}

TEST_CASE("the BMTK network brings no warning: its delays of 0.88 ms and up are the model's own") {
  CHECK(golden().warnings.empty());
}

TEST_CASE("a network is named after its folder") {
  const SonataSandbox sandbox;
  CHECK(sandbox.read().network->name == sandbox.folder().filename().string());
}
