// SPDX-License-Identifier: Apache-2.0
// Every reject case of the reader (docs/model/files.md#what-a-reader-takes): a spoilt file gets one sentence that names
// file, dataset and row.
#include "tests/engine/sonata_sandbox.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
/// The sentence holds all parts, and validation, which goes on after errors, says the same.
void check_error(const SonataSandbox& sandbox, const std::vector<std::string>& parts,
                 const SonataOptions& options = {}) {
  const std::string sentence = sandbox.error(options);
  REQUIRE_MESSAGE(!sentence.empty(), "the spoilt network was read");
  for (const std::string& part : parts)
    CHECK_MESSAGE(contains(sentence, part), sentence << " lacks " << part);
  CHECK(sentence.ends_with("."));
  bool found = false;
  for (const std::string& problem : sandbox.problems())
    found = found || problem == "error: " + sentence;
  CHECK_MESSAGE((found || options.nearest || options.radius_um || !options.weight_variant.empty()),
                "validation does not know: " << sentence);
}

const std::string cell_model = "components/cell_models/478958894_glif_lif_asc_config.json";

} // namespace

TEST_CASE("a filter this build lacks") {
  SonataSandbox sandbox;
  const auto weights = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
  sandbox.put("v1_v1_edges", edges + "0/syn_weight", weights, {.type = H5T_IEEE_F64LE, .chunk = 64, .filter = 32000});
  check_error(sandbox, {"v1_v1_edges.h5", edges + "0/syn_weight", "HDF5 filter 32000", "rewrite it with gzip"});
}

TEST_CASE("datasets of different length, and of two dimensions") {
  for (const char* name : {"source_node_id", "edge_type_id", "edge_group_id", "edge_group_index"}) {
    SonataSandbox sandbox;
    auto values = sandbox.numbers("v1_v1_edges", edges + name);
    values.pop_back();
    sandbox.put("v1_v1_edges", edges + name, values, {.type = H5T_STD_U64LE});
    check_error(sandbox, {"v1_v1_edges.h5", edges + name, "rows where target_node_id has"});
  }
  {
    SonataSandbox sandbox;
    auto values = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
    values.pop_back();
    sandbox.put("v1_v1_edges", edges + "0/syn_weight", values, {.type = H5T_IEEE_F64LE});
    check_error(sandbox, {"v1_v1_edges.h5", edges + "0/syn_weight", "rows where n_syns_ has"});
  }
  {
    SonataSandbox sandbox;
    auto values = sandbox.numbers("v1_nodes", nodes + "0/x");
    values.pop_back();
    sandbox.put("v1_nodes", nodes + "0/x", values, {.type = H5T_IEEE_F64LE});
    check_error(sandbox, {"v1_nodes.h5", nodes + "0/"});
  }
  {
    SonataSandbox sandbox;
    auto values = sandbox.numbers("v1_nodes", nodes + "node_group_id");
    values.push_back(0.0);
    sandbox.put("v1_nodes", nodes + "node_group_id", values, {.type = H5T_STD_U32LE});
    check_error(sandbox, {"v1_nodes.h5", nodes + "node_group_id", "51 rows where node_type_id has 50"});
  }
  {
    SonataSandbox sandbox;
    const auto values = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
    sandbox.put("v1_v1_edges", edges + "0/syn_weight", values, {.type = H5T_IEEE_F64LE, .shape = {values.size(), 1}});
    check_error(sandbox, {"v1_v1_edges.h5", edges + "0/syn_weight", "2 dimensions where one is expected"});
  }
}

TEST_CASE("ids that lead nowhere") {
  const std::pair<const char*, const char*> cases[] = {{"source_node_id", "population v1"},
                                                       {"target_node_id", "population v1"},
                                                       {"edge_type_id", "has no row in"},
                                                       {"edge_group_id", "names the group 5000"},
                                                       {"edge_group_index", "names row 5000 of group 0"}};
  for (const auto& [name, what] : cases) {
    SonataSandbox sandbox;
    sandbox.poke("v1_v1_edges", edges + name, 17, 5000.0);
    sandbox.poke("v1_v1_edges", edges + name, 21, 5000.0);
    check_error(sandbox, {"v1_v1_edges.h5", edges + name, "row 17:", "5000", what});
  }
  {
    SonataSandbox sandbox;
    sandbox.poke("lgn_v1_edges", "/edges/lgn_to_v1/source_node_id", 3, 18.0);
    check_error(sandbox, {"lgn_v1_edges.h5", "source_node_id, row 3:", "population lgn"});
  }
  const std::pair<const char*, const char*> node_cases[] = {{"node_type_id", "has no row in"},
                                                            {"node_group_id", "names the group 7"},
                                                            {"node_group_index", "names row 77 of group 0"}};
  for (const auto& [name, what] : node_cases) {
    SonataSandbox sandbox;
    sandbox.poke("v1_nodes", nodes + name, 9, name == std::string("node_group_index") ? 77.0 : 7.0);
    check_error(sandbox, {"v1_nodes.h5", nodes + name, "row 9:", what});
  }
  {
    SonataSandbox sandbox;
    sandbox.poke("v1_nodes", nodes + "node_id", 9, 3.0);
    check_error(sandbox, {"v1_nodes.h5", nodes + "node_id, row 9:", "the node id 3 appears twice"});
  }
}

TEST_CASE("ids that are no ids") {
  SonataSandbox negative;
  auto ids = negative.numbers("v1_v1_edges", edges + "source_node_id");
  ids[5] = -3.0;
  negative.put("v1_v1_edges", edges + "source_node_id", ids, {.type = H5T_STD_I32LE});
  check_error(negative, {edges + "source_node_id, row 5:", "-3"});
  negative.put("v1_v1_edges", edges + "source_node_id", ids, {.type = H5T_STD_I64BE, .chunk = 50, .gzip = 1});
  check_error(negative, {edges + "source_node_id, row 5:", "-3"});
  for (const char* name : {"source_node_id", "target_node_id", "edge_type_id", "edge_group_id", "edge_group_index"}) {
    SonataSandbox sandbox;
    restore(sandbox, "v1_v1_edges", edges + name, {.type = H5T_IEEE_F64LE});
    check_error(sandbox, {edges + name, "does not hold whole numbers"});
  }
  SonataSandbox texts;
  texts.remove("v1_nodes", nodes + "node_type_id");
  texts.put_texts("v1_nodes", nodes + "node_type_id", std::vector<std::string>(50, "485"), true);
  check_error(texts, {nodes + "node_type_id", "does not hold whole numbers"});
}

TEST_CASE("weights that are no numbers, and no weights") {
  for (const double value : {not_a_number, HUGE_VAL, -HUGE_VAL, 1e300}) {
    SonataSandbox sandbox;
    sandbox.poke("v1_v1_edges", edges + "0/syn_weight", 33, value);
    check_error(sandbox, {"v1_v1_edges.h5", edges + "0/syn_weight, row 33:", "non-finite weights"});
  }
  SonataSandbox missing;
  missing.remove("v1_v1_edges", edges + "0/syn_weight");
  check_error(missing,
              {edges + "0/syn_weight, row 0:", "no syn_weight is given in the file or in", "v1_v1_edge_types.csv"});
  SonataSandbox csv;
  csv.set_cell("network/bkg_v1_edge_types.csv", 0, "syn_weight", "NULL");
  check_error(csv, {"/edges/bkg_to_v1/0/syn_weight", "no syn_weight is given"});
  SonataSandbox count;
  count.put("v1_v1_edges", edges + "0/n_syns_",
            [&] {
              auto values = count.numbers("v1_v1_edges", edges + "0/n_syns_");
              values[4] = -1.0;
              return values;
            }(),
            {.type = H5T_STD_I64LE});
  check_error(count, {edges + "0/n_syns_, row 4:", "not a synapse count"});
}

TEST_CASE("delays") {
  const std::string csv = "network/v1_v1_edge_types.csv";
  for (const char* value : {"-1.0", "1e9", "1e300"}) {
    SonataSandbox sandbox;
    sandbox.set_cell(csv, 0, "delay", value);
    check_error(sandbox, {csv, "edge_type_id 100", "the delay is"});
  }
  for (const char* word : {"NULL", "nan"}) {
    SonataSandbox missing;
    missing.set_cell(csv, 0, "delay", word);
    check_error(missing, {csv, "edge_type_id 100", "no delay is given"});
  }
  SonataSandbox text;
  text.set_cell(csv, 0, "delay", "soon");
  check_error(text, {csv, "\"delay\"", "\"soon\" is not a number"});
  SonataSandbox column;
  column.replace(csv, "delay", "postponement");
  check_error(column, {csv, "no delay is given"});
  SonataSandbox short_ones;
  SonataOptions options;
  options.short_delays = sonata::ShortDelays::reject;
  CHECK(contains(short_ones.error(options), "shorter than the time step of 1 ms"));
  SonataSandbox own;
  own.put("v1_v1_edges", edges + "0/delay",
          std::vector<double>(own.numbers("v1_v1_edges", edges + "0/syn_weight").size(), -2.0),
          {.type = H5T_IEEE_F32LE});
  check_error(own, {edges + "0/delay, row 0:", "-2 ms"});
}

TEST_CASE("components") {
  SonataSandbox no_file;
  std::filesystem::remove(no_file.file(cell_model));
  check_error(no_file, {cell_model, "missing"});
  SonataSandbox no_synapse;
  std::filesystem::remove(no_synapse.file("components/synaptic_models/pv_to_e23.json"));
  check_error(no_synapse, {"pv_to_e23.json", "missing"});
  SonataSandbox no_key;
  no_key.write_text("components/synaptic_models/pv_to_e23.json", "{}");
  check_error(no_key, {"pv_to_e23.json, receptor_type", "the key is missing"});
  for (const char* value : {"0", "9", "-1", "1.5", "\"one\"", "99999999999999"}) {
    SonataSandbox sandbox;
    sandbox.write_text("components/synaptic_models/pv_to_e23.json", std::string("{\"receptor_type\": ") + value + "}");
    check_error(sandbox, {"receptor_type"});
  }
  for (const char* key : {"V_th", "\"g\"", "E_L", "C_m", "t_ref", "V_reset", "asc_decay", "asc_amps", "tau_syn_fast",
                          "tau_syn_slow", "amp_slow"}) {
    SonataSandbox sandbox;
    sandbox.replace(cell_model, key, key[0] == '"' ? "\"x\"" : "other");
    check_error(sandbox, {cell_model, "the key is missing"});
  }
}

TEST_CASE("cell models that no neuron can have") {
  const auto spoil = [](const std::string& key, const std::string& value) {
    SonataSandbox sandbox;
    std::string json = sandbox.text(cell_model);
    const auto begin = json.find("\"" + key + "\": ") + key.size() + 4;
    REQUIRE(begin > key.size() + 4);
    const auto end = json[begin] == '[' ? json.find(']', begin) + 1 : json.find_first_of(",}", begin);
    sandbox.write_text(cell_model, json.replace(begin, end - begin, value));
    check_error(sandbox, {cell_model, key});
  };
  spoil("C_m", "0");
  spoil("C_m", "-5.0");
  spoil("C_m", "\"big\"");
  spoil("g", "0");
  spoil("t_ref", "-1");
  spoil("V_th", "-200");
  spoil("asc_decay", "[0.1]");
  spoil("asc_decay", "[0.1, -0.1]");
  spoil("asc_amps", "[0.1, 2, 3]");
  spoil("asc_amps", "[0.1, null]");
  spoil("tau_syn_fast", "[1, 0, 1, 1]");
  spoil("tau_syn_slow", "[1, 1]");
  spoil("adapting_threshold", "true");
  spoil("spike_dependent_threshold", "true");
}

TEST_CASE("what is not supported") {
  const auto in_types = [](const std::string& csv, const std::string& from, const std::string& to,
                           const std::vector<std::string>& parts) {
    SonataSandbox sandbox;
    sandbox.replace("network/" + csv, from, to);
    check_error(sandbox, parts);
  };
  in_types("v1_node_types.csv", "point_process", "biophysical",
           {"node_type_id 478958894", "\"biophysical\" are not supported"});
  in_types("v1_node_types.csv", "point_process", "single_compartment", {"\"single_compartment\" are not supported"});
  in_types("v1_node_types.csv", "nest:glif_psc_double_alpha", "nest:iaf_psc_delta", {"nest:iaf_psc_delta"});
  in_types("v1_v1_edge_types.csv", "static_synapse", "stdp_synapse", {"stdp_synapse", "not supported"});
  in_types("v1_v1_edge_types.csv", "weight_function_recurrent", "DirectionRule_EE",
           {"DirectionRule_EE", "not supported"});
  in_types("v1_v1_edge_types.csv", "pv_to_pv.json", "sun_to_moon.json", {"sun_to_moon", "model family"});
  in_types("lgn_node_types.csv", "sON_TF4", "sON_TF5", {"sON_TF5", "not a class of LGN units"});
  SonataSandbox gap;
  gap.put("v1_v1_edges", edges + "0/is_gap_junction",
          std::vector<double>(gap.numbers("v1_v1_edges", edges + "0/syn_weight").size(), 1.0), {.type = H5T_STD_I8LE});
  check_error(gap, {edges + "0/is_gap_junction", "gap junctions are not supported"});
}

TEST_CASE("missing files, groups, datasets and columns") {
  for (const char* name : {"v1_nodes.h5", "v1_node_types.csv", "v1_v1_edges.h5", "v1_v1_edge_types.csv"}) {
    SonataSandbox sandbox;
    std::filesystem::remove(sandbox.file(std::string("network/") + name));
    check_error(sandbox, {name, std::string_view(name).ends_with(".h5") ? "the file does not exist" : "missing"});
  }
  for (const char* name : {"source_node_id", "target_node_id", "edge_type_id"}) {
    SonataSandbox sandbox;
    sandbox.remove("v1_v1_edges", edges + name);
    check_error(sandbox, {edges + name, "the dataset is missing"});
  }
  for (const char* name : {"x", "y", "z"}) {
    SonataSandbox sandbox;
    sandbox.remove("v1_nodes", nodes + "0/" + name);
    check_error(sandbox, {nodes + "0/" + name, "50 neurons lack it"});
  }
  SonataSandbox lgn;
  lgn.remove("lgn_nodes", "/nodes/lgn/0/kpeaks_dom_1");
  check_error(lgn, {"/nodes/lgn/0/kpeaks_dom_1", "18 units lack it"});
  SonataSandbox type;
  type.remove("v1_nodes", nodes + "node_type_id");
  check_error(type, {nodes + "node_type_id", "the dataset is missing"});
  SonataSandbox group;
  group.remove("v1_nodes", "/nodes");
  check_error(group, {"/nodes", "the group is missing"});
  SonataSandbox edge_group;
  edge_group.remove("v1_v1_edges", "/edges/v1_to_v1");
  check_error(edge_group, {"/edges", "no population"});
  SonataSandbox column;
  column.replace("network/v1_node_types.csv", "pop_name", "nickname");
  check_error(column, {"v1_node_types.csv", "no pop_name is given"});
  SonataSandbox id;
  id.replace("network/v1_node_types.csv", "node_type_id", "number");
  check_error(id, {"v1_node_types.csv", "node_type_id", "the column is missing"});
  SonataSandbox twice;
  twice.set_cell("network/v1_node_types.csv", 1, "node_type_id", "478958894");
  check_error(twice, {"v1_node_types.csv", "the type 478958894 appears twice in the table"});
}

TEST_CASE("magic, damage and truncation") {
  SonataSandbox magic;
  magic.set_magic(0x1234);
  check_error(magic, {"v1_nodes.h5, magic", "0x1234"});
  SonataSandbox text;
  text.write_text("network/v1_v1_edges.h5", "this is not HDF5");
  check_error(text, {"v1_v1_edges.h5", "not an HDF5 file"});
  SonataSandbox empty;
  empty.write_text("network/v1_nodes.h5", "");
  check_error(empty, {"v1_nodes.h5", "not an HDF5 file"});
  for (const double share : {0.05, 0.3, 0.6, 0.9, 0.999}) {
    SonataSandbox cut;
    cut.cut("network/v1_v1_edges.h5", share);
    check_error(cut, {"v1_v1_edges.h5"});
  }
}

TEST_CASE("a text attribute with several values") {
  SonataSandbox sandbox;
  std::filesystem::copy_file(std::filesystem::path(STRIATE_TEST_DATA) /
                                 "practice/18_hdf5_kinds/attr_array64_fixed/network/v1_v1_edges.h5",
                             sandbox.file("network/v1_v1_edges.h5"), std::filesystem::copy_options::overwrite_existing);
  check_error(sandbox, {"v1_v1_edges.h5", edges, "node_population", "holds 64 values where one text is expected"});
}

TEST_CASE("damaged gzip data") {
  for (const bool shuffle : {false, true})
    for (const std::size_t at : {0u, 1u, 30u}) {
      SonataSandbox sandbox;
      restore(sandbox, "v1_v1_edges", edges + "0/syn_weight",
              {.type = H5T_IEEE_F64LE, .chunk = 100, .gzip = 4, .shuffle = shuffle});
      haddr_t address = 0;
      hsize_t size = 0;
      {
        const hid_t file = H5Fopen(sandbox.file("network/v1_v1_edges.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
        const hid_t data = H5Dopen2(file, (edges + "0/syn_weight").c_str(), H5P_DEFAULT);
        const hid_t space = H5Dget_space(data);
        hsize_t offset = 0;
        unsigned mask = 0;
        REQUIRE(H5Dget_chunk_info(data, space, 2, &offset, &mask, &address, &size) >= 0);
        REQUIRE(offset == 200);
        H5Sclose(space);
        H5Dclose(data);
        H5Fclose(file);
      }
      std::string bytes = sandbox.text("network/v1_v1_edges.h5");
      bytes[address + at] = static_cast<char>(bytes[address + at] ^ 0xff);
      sandbox.write_text("network/v1_v1_edges.h5", bytes);
      check_error(sandbox, {edges + "0/syn_weight, row 200:", "damaged"});
    }
}

TEST_CASE("columns that claim more than the file can hold") {
  SonataSandbox sandbox;
  const hid_t file = H5Fopen(sandbox.file("network/v1_v1_edges.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  const hsize_t rows = 3'000'000'000'000;
  const hsize_t chunk = 1'000'000;
  const hid_t space = H5Screate_simple(1, &rows, nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, 1, &chunk);
  H5Ldelete(file, (edges + "target_node_id").c_str(), H5P_DEFAULT);
  const hid_t data =
      H5Dcreate2(file, (edges + "target_node_id").c_str(), H5T_STD_U64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  REQUIRE(data >= 0);
  H5Dclose(data);
  H5Pclose(creation);
  H5Sclose(space);
  H5Fclose(file);
  check_error(sandbox, {edges + "target_node_id", "claims 3000000000000 rows but holds 0 bytes"});
}

TEST_CASE("validation finds all problems, not just the first") {
  SonataSandbox sandbox;
  sandbox.poke("v1_v1_edges", edges + "0/syn_weight", 33, not_a_number);
  sandbox.poke("v1_v1_edges", edges + "target_node_id", 8, 5000.0);
  sandbox.poke("lgn_v1_edges", "/edges/lgn_to_v1/0/syn_weight", 2, not_a_number);
  sandbox.set_cell("network/bkg_v1_edge_types.csv", 0, "delay", "-1.0");
  sandbox.remove("v1_nodes", nodes + "0/y");
  std::filesystem::remove(sandbox.file(cell_model));
  const auto problems = sandbox.problems();
  for (const char* part : {"syn_weight, row 33", "target_node_id, row 8", "/edges/lgn_to_v1/0/syn_weight, row 2",
                           "the delay is -1 ms", "/nodes/v1/0/y", "478958894_glif_lif_asc_config.json"}) {
    bool found = false;
    for (const std::string& problem : problems)
      found = found || (problem.starts_with("error: ") && contains(problem, part));
    CHECK_MESSAGE(found, "no problem names " << part);
  }
}
