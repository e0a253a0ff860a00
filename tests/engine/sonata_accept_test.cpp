// SPDX-License-Identifier: Apache-2.0
// What a robust reader takes (docs/model/files.md#what-a-reader-takes): the same network stored in other ways gives the
// same network.
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/engine/sonata_sandbox.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>

using namespace striate;
using namespace striate::test;

namespace {

/// Reads the sandbox and the untouched network and names what differs; their names always do.
std::string difference_from_original(const SonataSandbox& changed, const SonataOptions& options = {}) {
  static const SonataNetwork original = SonataSandbox().read();
  Network network = *changed.read(options).network;
  network.name = original.network->name;
  return difference(*original.network, network);
}

bool has_warning(const SonataNetwork& network, const std::string& part) {
  return std::ranges::any_of(network.warnings,
                             [&](const SonataProblem& warning) { return contains(warning.sentence, part); });
}

} // namespace

TEST_CASE("any integer, either byte order, contiguous or chunked, gzip, shuffle and szip") {
  const StoredAs ways[] = {{.type = H5T_STD_U8LE},
                           {.type = H5T_STD_I16BE, .chunk = 7},
                           {.type = H5T_STD_I32LE, .chunk = 64, .gzip = 9},
                           {.type = H5T_STD_U32BE, .chunk = 100, .gzip = 1, .shuffle = true},
                           {.type = H5T_STD_I64LE, .chunk = 100, .gzip = 1, .shuffle = true},
                           {.type = H5T_STD_U64LE, .chunk = 5000, .shuffle = true},
                           {.type = H5T_STD_U16LE, .chunk = 64, .szip = true}};
  for (const StoredAs& way : ways) {
    SonataSandbox sandbox;
    for (const char* name : {"source_node_id", "target_node_id", "edge_type_id"}) {
      // The chunk of a dataset of fixed size cannot be larger than the dataset.
      StoredAs as = way;
      as.chunk = std::min<std::uint64_t>(as.chunk, sandbox.numbers("v1_v1_edges", edges + name).size());
      restore(sandbox, "v1_v1_edges", edges + name, as);
    }
    // Node populations are named by attributes of the datasets that were replaced: the group's name stands in.
    CHECK(difference_from_original(sandbox) == "");
    CHECK(has_warning(sandbox.read(), "the group name is used instead"));
  }
  for (const StoredAs& way :
       {StoredAs{.type = H5T_IEEE_F64BE}, StoredAs{.type = H5T_IEEE_F64LE, .chunk = 33, .gzip = 4}}) {
    SonataSandbox sandbox;
    restore(sandbox, "v1_v1_edges", edges + "0/syn_weight", way);
    CHECK(difference_from_original(sandbox) == "");
  }
  SonataSandbox single;
  restore(single, "v1_v1_edges", edges + "0/syn_weight",
          {.type = H5T_IEEE_F32LE, .chunk = 50, .gzip = 2, .shuffle = true});
  CHECK(difference_from_original(single) == "");
}

TEST_CASE("missing ids, groups, indices, magic") {
  SonataSandbox sandbox;
  sandbox.remove("v1_nodes", nodes + "node_id");
  sandbox.remove("v1_nodes", nodes + "node_group_id");
  sandbox.remove("v1_nodes", nodes + "node_group_index");
  sandbox.remove("v1_v1_edges", edges + "edge_group_id");
  sandbox.remove("v1_v1_edges", edges + "edge_group_index");
  sandbox.remove("v1_v1_edges", edges + "indices");
  sandbox.remove_attribute("v1_nodes", "/", "magic");
  sandbox.remove_attribute("v1_v1_edges", "/", "version");
  CHECK(difference_from_original(sandbox) == "");
  const SonataNetwork network = sandbox.read();
  CHECK(has_warning(network, "v1_nodes.h5, magic: the attribute is missing"));
  CHECK(has_warning(network, "v1_v1_edges.h5, version: the attribute is missing"));
}

TEST_CASE("edges in any order, and group rows in any order") {
  SonataSandbox sandbox;
  const std::size_t count = sandbox.numbers("v1_v1_edges", edges + "target_node_id").size();
  // Row i of the file becomes row (i * 7) mod count, and its attributes stand at (count - 1 - i).
  REQUIRE(std::gcd(count, std::size_t{7}) == 1);
  const auto permuted = [&](const std::string& name, auto place) {
    const auto values = sandbox.numbers("v1_v1_edges", edges + name);
    std::vector<double> result(count);
    for (std::size_t i = 0; i < count; ++i)
      result[place(i)] = values[i];
    return result;
  };
  const auto shuffled = [&](std::size_t i) { return i * 7 % count; };
  const auto reversed = [&](std::size_t i) { return count - 1 - i; };
  for (const char* name : {"source_node_id", "target_node_id", "edge_type_id"})
    sandbox.put("v1_v1_edges", edges + name, permuted(name, shuffled), {.type = H5T_STD_U64LE});
  std::vector<double> index(count);
  for (std::size_t i = 0; i < count; ++i)
    index[shuffled(i)] = static_cast<double>(reversed(i));
  sandbox.put("v1_v1_edges", edges + "0/syn_weight", permuted("0/syn_weight", reversed), {.type = H5T_IEEE_F64LE});
  sandbox.put("v1_v1_edges", edges + "edge_group_index", index, {.type = H5T_STD_U32LE});
  CHECK(difference_from_original(sandbox) == "");
}

TEST_CASE("node ids with gaps and in any order") {
  SonataSandbox sandbox;
  const auto rename = [](double id) { return 1e12 - 1000.0 * id; };
  for (const auto& [file, dataset] : {std::pair<std::string, std::string>{"v1_nodes", nodes + "node_id"},
                                      {"v1_v1_edges", edges + "source_node_id"},
                                      {"v1_v1_edges", edges + "target_node_id"},
                                      {"lgn_v1_edges", "/edges/lgn_to_v1/target_node_id"},
                                      {"bkg_v1_edges", "/edges/bkg_to_v1/target_node_id"}}) {
    auto values = sandbox.numbers(file, dataset);
    std::ranges::transform(values, values.begin(), rename);
    sandbox.put(file, dataset, values, {.type = H5T_STD_I64LE, .chunk = 10, .gzip = 1});
  }
  Network network = *sandbox.read().network;
  Network original = *SonataSandbox().read().network;
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    CHECK(static_cast<double>(network.neurons.file_id[i]) == rename(static_cast<double>(original.neurons.file_id[i])));
  for (Network* each : {&network, &original}) {
    each->neurons.file_id.clear();
    each->name.clear();
  }
  CHECK(difference(original, network) == "");
}

TEST_CASE("several groups with different columns") {
  SonataSandbox sandbox;
  const auto weight = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
  // Odd rows go to group 5, which says each weight as half of it, twice.
  std::vector<double> even;
  std::vector<double> odd_half;
  std::vector<double> group(weight.size());
  std::vector<double> index(weight.size());
  for (std::size_t i = 0; i < weight.size(); ++i) {
    group[i] = i % 2 == 0 ? 0.0 : 5.0;
    index[i] = static_cast<double>(i / 2);
    if (i % 2 == 0)
      even.push_back(weight[i]);
    else
      odd_half.push_back(weight[i] / 2);
  }
  sandbox.remove("v1_v1_edges", edges + "0");
  sandbox.put("v1_v1_edges", edges + "0/syn_weight", even, {.type = H5T_IEEE_F64LE});
  sandbox.put("v1_v1_edges", edges + "5/syn_weight", odd_half, {.type = H5T_IEEE_F64LE});
  sandbox.put("v1_v1_edges", edges + "5/nsyns", std::vector<double>(odd_half.size(), 2.0), {.type = H5T_STD_U8LE});
  sandbox.put("v1_v1_edges", edges + "edge_group_id", group, {.type = H5T_STD_U16LE});
  sandbox.put("v1_v1_edges", edges + "edge_group_index", index, {.type = H5T_STD_U32LE});
  CHECK(difference_from_original(sandbox) == "");
}

TEST_CASE("texts of any kind, and an enumeration, override the csv") {
  for (const int way : {0, 1, 2}) {
    SonataSandbox sandbox;
    const auto count = sandbox.numbers("lgn_nodes", "/nodes/lgn/0/x").size();
    const std::vector<std::string> names(count, "sOFF_TF8");
    if (way < 2) {
      sandbox.put_texts("lgn_nodes", "/nodes/lgn/0/pop_name", names, way == 1);
    } else {
      sandbox.put("lgn_nodes", "/nodes/lgn/0/pop_name", std::vector<double>(count, 1.0), {.type = H5T_STD_U8LE});
      sandbox.put_texts("lgn_nodes", "/nodes/lgn/0/@library/pop_name", {"sON_TF4", "sOFF_TF8"}, true);
    }
    const Network network = *sandbox.read().network;
    for (const std::uint8_t unit : network.lgn_units.unit_class)
      CHECK(network.tables->lgn_classes[unit].name == "sOFF_TF8");
  }
}

TEST_CASE("cell parameters and delays row by row") {
  SonataSandbox sandbox;
  auto capacity = std::vector<double>(50, 70.0);
  capacity[3] = 90.0;
  sandbox.put("v1_nodes", nodes + "0/dynamics_params/C_m", capacity, {.type = H5T_IEEE_F64LE});
  const std::size_t count = sandbox.numbers("v1_v1_edges", edges + "target_node_id").size();
  std::vector<double> delays(count, 3.2);
  delays[11] = 7.0;
  sandbox.put("v1_v1_edges", edges + "0/delay", delays, {.type = H5T_IEEE_F64LE});
  const Network network = *sandbox.read().network;
  CHECK(network.tables != shared_model_tables());
  for (std::uint32_t i = 0; i < network.neurons.size(); ++i)
    CHECK(network.tables->cell_models[network.neurons.model[i]].C_m_pF ==
          (network.neurons.file_id[i] == 3 ? 90.0 : 70.0));
  std::size_t seven = 0;
  for_edges(network.recurrent, [&](std::uint32_t, const EdgeRun& run, std::uint32_t, float) {
    CHECK((run.delay == 3 || run.delay == 7));
    seven += run.delay == 7;
  });
  CHECK(seven == 1);
  // The classes are those of the built-in tables, the populations keep their place.
  CHECK(network.tables->populations.size() == model_tables().populations.size());
}

TEST_CASE("a cell model of another laboratory and a population of another name") {
  SonataSandbox sandbox;
  sandbox.replace("components/cell_models/478958894_glif_lif_asc_config.json", "\"t_ref\": ", "\"t_ref\": 1");
  for (const std::size_t row : {1u, 2u})
    sandbox.set_cell("network/v1_node_types.csv", row, "pop_name", "e23mine");
  const SonataNetwork read = sandbox.read();
  const ModelTables& tables = *read.network->tables;
  const auto& mine = tables.populations[static_cast<std::size_t>(tables.population_index("e23mine"))];
  CHECK(mine.layer == 2);
  CHECK(mine.excitatory);
  CHECK(tables.synaptic_classes[static_cast<std::size_t>(mine.synaptic_class)] == "e23");
  CHECK(mine.cell_type == "L2/3_Exc");
  CHECK(mine.model_count == 2);
  const Network original = *SonataSandbox().read().network;
  CHECK(read.network->recurrent.edge_count() == original.recurrent.edge_count());
  CHECK(read.network->lgn.edge_count() == original.lgn.edge_count());
  for (std::uint32_t i = 0; i < read.network->neurons.size(); ++i) {
    const CellModel& model = tables.cell_models[read.network->neurons.model[i]];
    if (model.node_type_id == 478958894)
      CHECK(model.t_ref_ms > 10.0);
    CHECK(model.population == read.network->neurons.population[i]);
  }
}

TEST_CASE("selection of a radius and of the nearest neurons") {
  const SonataSandbox sandbox;
  const Network all = *sandbox.read().network;
  SonataOptions options;
  options.radius_um = 60.0;
  const Network disc = *sandbox.read(options).network;
  std::vector<std::uint64_t> inside;
  for (std::uint32_t i = 0; i < all.neurons.size(); ++i)
    if (all.neurons.radius_um(i) < 60.0f)
      inside.push_back(all.neurons.file_id[i]);
  CHECK(inside.size() < all.neurons.size());
  CHECK(disc.neurons.file_id == inside);
  const auto kept = [&](std::uint32_t i) { return std::ranges::find(inside, all.neurons.file_id[i]) != inside.end(); };
  std::size_t edges_inside = 0;
  for_edges(all.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float) {
    edges_inside += kept(source) && kept(target);
  });
  CHECK(disc.recurrent.edge_count() == edges_inside);
  std::size_t lgn_inside = 0;
  for_edges(all.lgn, [&](std::uint32_t, const EdgeRun&, std::uint32_t target, float) { lgn_inside += kept(target); });
  CHECK(disc.lgn.edge_count() == lgn_inside);
  CHECK(disc.background.row_start.size() == inside.size() + 1);
  CHECK(disc.background.source.size() == 4 * inside.size());

  options.radius_um.reset();
  options.nearest = 12;
  const Network nearest = *sandbox.read(options).network;
  CHECK(nearest.neurons.size() == 12);
  std::vector<float> radii;
  for (std::uint32_t i = 0; i < all.neurons.size(); ++i)
    radii.push_back(all.neurons.radius_um(i));
  std::ranges::sort(radii);
  for (std::uint32_t i = 0; i < nearest.neurons.size(); ++i)
    CHECK(nearest.neurons.radius_um(i) <= radii[11]);
  options.radius_um = 0.5;
  CHECK(contains(sandbox.error(options), "no neuron is left"));
}

TEST_CASE("weight variants") {
  SonataSandbox sandbox;
  CHECK(sonata_weight_variants(sandbox.folder()).empty());
  std::filesystem::copy(sandbox.file("network/v1_v1_edges.h5"), sandbox.file("network/v1_v1_edges_bio_trained.h5"));
  auto weights = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
  for (double& weight : weights)
    weight *= 2.0;
  sandbox.put("v1_v1_edges_bio_trained", edges + "0/syn_weight", weights, {.type = H5T_IEEE_F64LE});
  CHECK(sonata_weight_variants(sandbox.folder()) == std::vector<std::string>{"bio_trained"});
  SonataOptions options;
  options.weight_variant = "bio_trained";
  const Network trained = *sandbox.read(options).network;
  const Network plain = *sandbox.read().network;
  for (std::size_t e = 0; e < plain.recurrent.weight.size(); ++e)
    CHECK(trained.recurrent.weight[e] == 2.0f * plain.recurrent.weight[e]);
  CHECK(trained.lgn.weight == plain.lgn.weight);
  options.weight_variant = "naive";
  CHECK(contains(sandbox.error(options), "no edge file has the weight variant \"naive\""));
}

TEST_CASE("an untuned background brings a warning, a tuned one none") {
  SonataSandbox sandbox;
  CHECK(!has_warning(sandbox.read(), "untuned"));
  for (std::size_t row = 0; row < 5; ++row)
    sandbox.set_cell("network/bkg_v1_edge_types.csv", row, "syn_weight", "1e-26");
  CHECK(
      has_warning(sandbox.read(), "bkg_v1_edge_types.csv, syn_weight: the background weights of most layer 4 neurons"));
}

TEST_CASE("time constants that disagree with the name of the synapse type bring a warning") {
  SonataSandbox sandbox;
  sandbox.replace("components/cell_models/478958894_glif_lif_asc_config.json", "\"amp_slow\": [0", "\"amp_slow\": [1");
  CHECK(has_warning(sandbox.read(), "receptor time constants"));
}

TEST_CASE("delays are whole steps: the nearest, and one where that would be none, which is said") {
  const std::string csv = "network/v1_v1_edge_types.csv";
  SonataSandbox near;
  near.set_cell(csv, 0, "delay", "0.5");
  CHECK(near.read().warnings.empty());
  SonataSandbox far;
  far.set_cell(csv, 0, "delay", "0.3");
  const SonataNetwork network = far.read();
  REQUIRE(network.warnings.size() == 1);
  CHECK(contains(network.warnings[0].sentence, "delays down to 0.3 ms are shorter than the time step of 1 ms"));
  CHECK(difference_from_original(far) == difference_from_original(near));
}
