// SPDX-License-Identifier: Apache-2.0
// Where the attributes of nodes and edges may stand: tables of types for one population or for all, HDF5 groups, the
// population itself. The network is the same each time.
#include "engine/core/csv.h"
#include "engine/network/lgn_filters.h"
#include "engine/network/sonata/read/sonata_run.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/engine/practice.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace striate;
using namespace striate::test;

namespace {

const SonataNetwork& original() {
  static const SonataNetwork network = SonataSandbox().read();
  return network;
}

std::string difference_from_untouched(const SonataSandbox& changed) {
  Network network = *changed.read().network;
  network.name = original().network->name;
  return difference(*original().network, network);
}

/// A column of a types table, spread to the rows of a type id column.
std::vector<std::string> spread(const SonataSandbox& sandbox, const std::string& csv, const char* id_column,
                                const std::vector<double>& ids, const std::string& column) {
  const CsvTable table = CsvTable::read(sandbox.file(csv));
  std::vector<std::string> result;
  for (const double id : ids)
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (static_cast<double>(table.integer(row, id_column)) == id)
        result.push_back(table.text(row, column));
  return result;
}

void drop_types(SonataSandbox& sandbox, const std::string& key, const std::string& csv) {
  sandbox.replace("config.json", "\"" + key + "\": \"$NETWORK_DIR/" + csv + "\"", "\"" + key + "\": null");
}

} // namespace

TEST_CASE("every attribute of the nodes in the HDF5 file, and no table of types") {
  SonataSandbox sandbox;
  lay_over(sandbox, "14_no_types_file/all_in_h5");
  CHECK(difference_from_untouched(sandbox) == "");
  CHECK(sandbox.read().warnings.empty());
  sandbox.remove("v1_nodes", nodes + "node_type_id"); // nobody needs it now
  CHECK(difference_from_untouched(sandbox) == "");
  sandbox.remove("v1_nodes", nodes + "0/pop_name");
  CHECK(contains(sandbox.error(), "no pop_name is given"));
}

TEST_CASE("attributes that stand in the population itself, without a group") {
  SonataSandbox sandbox;
  lay_over(sandbox, "14_no_types_file/all_in_h5");
  for (const char* column : {"dynamics_params", "ei", "location", "model_template", "model_type", "pop_name",
                             "target_sizes", "tuning_angle", "x", "y", "z"})
    sandbox.copy("v1_nodes", nodes + "0/" + column, nodes + column);
  sandbox.remove("v1_nodes", nodes + "0");
  CHECK(difference_from_untouched(sandbox) == "");
}

TEST_CASE("the HDF5 file counts more than the table of types, node by node") {
  SonataSandbox sandbox;
  const auto types = sandbox.numbers("v1_nodes", nodes + "node_type_id");
  auto names = spread(sandbox, "network/v1_node_types.csv", "node_type_id", types, "pop_name");
  sandbox.put_texts("v1_nodes", nodes + "0/pop_name", names, true);
  CHECK(difference_from_untouched(sandbox) == "");
  const auto other = static_cast<std::size_t>(std::ranges::find(names, "e4other") - names.begin());
  REQUIRE(other < names.size());
  names[other] = "e4Rorb";
  sandbox.remove("v1_nodes", nodes + "0/pop_name");
  sandbox.put_texts("v1_nodes", nodes + "0/pop_name", names, false);
  const auto network = sandbox.read().network;
  std::size_t moved = 0;
  std::set<std::uint32_t> ids;
  for (std::uint32_t i = 0; i < network->neurons.size(); ++i)
    moved += network->tables->populations[network->neurons.population[i]].name == "e4Rorb" ? 1 : 0;
  CHECK(moved == 1);
  for (const CellModel& model : network->tables->cell_models)
    CHECK(
        ids.insert(model.node_type_id).second); // two kinds of one type have ids of their own, or none could be written
  const TemporaryFolder folder;
  Task task("write");
  write_sonata(*network, folder / "out", {}, task);
  ThreadPool pool(1);
  Network again = *read_sonata(folder / "out", {}, pool, task).network;
  again.name = network->name;
  CHECK(again.neurons.size() == network->neurons.size());
  CHECK(again.recurrent.edge_count() == network->recurrent.edge_count());
}

TEST_CASE("one table of types for all populations") {
  SonataSandbox sandbox;
  lay_over(sandbox, "15_population_column/one_csv");
  CHECK(difference_from_untouched(sandbox) == "");
  CHECK(sandbox.read().warnings.empty());
  // A row that is there for another population only.
  sandbox.replace("network/node_types.csv", "point_process v1", "point_process lgn");
  CHECK(contains(sandbox.error(), "for the population lgn only"));
  // A column that means something else: then the table is this population's.
  SonataSandbox own;
  const std::string csv = "network/lgn_node_types.csv";
  own.write_text(csv, "node_type_id ei location pop_name model_type population\n100 e LGN sON_TF4 virtual thalamus\n"
                      "101 e LGN sOFF_TF8 virtual thalamus\n102 e LGN sONsOFF_001 virtual retina\n");
  CHECK(difference_from_untouched(own) == "");
}

TEST_CASE("edges without a table of types") {
  SonataSandbox sandbox;
  const auto types = sandbox.numbers("v1_v1_edges", edges + "edge_type_id");
  const std::string csv = "network/v1_v1_edge_types.csv";
  std::vector<double> delays;
  const CsvTable table = CsvTable::read(sandbox.file(csv));
  for (const double type : types)
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (static_cast<double>(table.integer(row, "edge_type_id")) == type)
        delays.push_back(table.number(row, "delay"));
  sandbox.put("v1_v1_edges", edges + "0/delay", delays, {.type = H5T_IEEE_F64LE});
  sandbox.put_texts("v1_v1_edges", edges + "0/dynamics_params",
                    spread(sandbox, csv, "edge_type_id", types, "dynamics_params"), true);
  drop_types(sandbox, "edge_types_file", "v1_v1_edge_types.csv");
  const auto read = sandbox.read().network;
  CHECK(read->recurrent.target == original().network->recurrent.target);
  CHECK(read->recurrent.weight == original().network->recurrent.weight);
  sandbox.remove("v1_v1_edges", edges + "edge_type_id");
  CHECK(sandbox.error() == "");
  sandbox.remove("v1_v1_edges", edges + "0/delay");
  CHECK(contains(sandbox.error(), "no delay is given"));
}

TEST_CASE("tables of types that cannot be used") {
  SonataSandbox missing_ids;
  missing_ids.remove("v1_nodes", nodes + "node_type_id");
  CHECK(contains(missing_ids.error(), "/nodes/v1/node_type_id: the dataset is missing; it gives the row of "));
  SonataSandbox no_table;
  drop_types(no_table, "node_types_file", "v1_node_types.csv");
  CHECK(contains(no_table.error(), "no model_type is given"));
  SonataSandbox negative;
  negative.put("v1_nodes", nodes + "node_id", std::vector<double>(50, -1.0), {.type = H5T_STD_I64LE});
  CHECK(contains(negative.error(), "-1 where a non-negative number is expected"));
}

TEST_CASE("an LGN without filters is taken when its input comes from a file, else refused with the remedy") {
  SonataSandbox sandbox;
  const std::string types = "network/lgn_node_types.csv";
  sandbox.write_text(types, "node_type_id pop_name model_type\n100 tON virtual\n101 tON virtual\n102 tON virtual\n");
  CHECK(contains(sandbox.error(), "\"tON\" is not a class of LGN units"));
  CHECK(contains(sandbox.error(), "lgn-spikes"));
  ThreadPool pool(1);
  Task task("read");
  const SonataNetwork replayed = read_sonata_for_replay(sandbox.folder(), {}, pool, task);
  CHECK_FALSE(has_filters(replayed.network->lgn_units));
  CHECK(replayed.network->lgn.target == original().network->lgn.target);
  CHECK(replayed.network->lgn.weight == original().network->lgn.weight);
  REQUIRE(replayed.warnings.size() == 1);
  CHECK(contains(replayed.warnings[0].sentence, "their input comes only from the file"));
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(write_sonata(*replayed.network, folder / "out", {}, task), doctest::Contains("have no filters"),
                       Error);
  SonataSandbox columns; // classes that are known, but no kernels
  columns.remove("lgn_nodes", "/nodes/lgn/0/kpeaks_dom_0");
  CHECK(contains(columns.error(), "/nodes/lgn/0/kpeaks_dom_0: the values are missing; 18 units lack it"));
  CHECK(has_filters(original().network->lgn_units));
}

TEST_CASE("validate says what of a run it leaves aside, and what is narrower than a pixel") {
  SonataSandbox sandbox;
  sandbox.replace("config.json", R"("run": {)", R"("conditions": {"celsius": 34.0}, "run": {"dL": 20.0,)");
  auto sizes = sandbox.numbers("lgn_nodes", "/nodes/lgn/0/spatial_size");
  sizes[3] = 1.0;
  sandbox.put("lgn_nodes", "/nodes/lgn/0/spatial_size", sizes, {.type = H5T_IEEE_F64LE});
  const auto problems = sandbox.problems();
  REQUIRE(problems.size() == 2);
  CHECK(contains(problems[0], "warning: "));
  CHECK(contains(problems[0], "these parts of the config are not used: run.dL, conditions.celsius"));
  CHECK(contains(problems[1], "1 units have receptive fields too narrow for the 1° pixel grid"));
  CHECK(contains(problems[1], "22 %")); // 2 exp(-2 pi^2 / 9)
}
