// SPDX-License-Identifier: Apache-2.0
// SONATA folders as we write them, read back value by value with plain HDF5.
#include "engine/core/errors.h"
#include "engine/hdf5/hdf5_file.h"
#include "engine/network/sonata/read/rows_by_target.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "tests/engine/network_support.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<const Network> tiny_network() {
  NetworkRecipe recipe = recipe_for(50);
  return build(recipe);
}

void write(const Network& network, const fs::path& folder, const SonataWriteOptions& options = {}) {
  Task task("test");
  const bool done = task.run([&](Task& t) { write_sonata(network, folder, options, t); });
  REQUIRE_MESSAGE(done, task.status().error);
}

std::string write_failure(const Network& network, const fs::path& folder, const SonataWriteOptions& options = {}) {
  Task task("test");
  task.run([&](Task& t) { write_sonata(network, folder, options, t); });
  return task.status().error;
}

template <typename T>
hid_t memory_type() {
  if constexpr (std::is_same_v<T, double>)
    return H5T_NATIVE_DOUBLE;
  else
    return H5T_NATIVE_UINT64;
}

/// A whole dataset, flat.
template <typename T>
std::vector<T> values(const fs::path& path, const std::string& name) {
  const hdf5::Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const hdf5::Id dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
  REQUIRE_MESSAGE(dataset.valid(), name);
  const hdf5::Id space(H5Dget_space(dataset), H5Sclose);
  std::vector<T> result(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Dread(dataset, memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, result.data()) >= 0);
  return result;
}

bool has(const fs::path& path, const std::string& name) {
  const hdf5::Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  return H5Lexists(file, name.c_str(), H5P_DEFAULT) > 0;
}

struct EdgesFile {
  std::vector<std::uint64_t> source, target, type;
  std::vector<double> weight;

  EdgesFile(const fs::path& folder, const std::string& from, bool has_weight = true) {
    const fs::path path = folder / "network" / (from + "_v1_edges.h5");
    const std::string group = "/edges/" + from + "_to_v1/";
    source = values<std::uint64_t>(path, group + "source_node_id");
    target = values<std::uint64_t>(path, group + "target_node_id");
    type = values<std::uint64_t>(path, group + "edge_type_id");
    if (has_weight)
      weight = values<double>(path, group + "0/syn_weight");
  }
};

CsvTable types(const fs::path& folder, const std::string& name) {
  return CsvTable::read(folder / "network" / name);
}

/// The index gives exactly the rows of every node.
void check_index(const fs::path& path, const std::string& group, const std::string& index,
                 const std::vector<std::uint64_t>& nodes_of_rows, std::size_t node_count) {
  const auto ranges = values<std::uint64_t>(path, group + "/indices/" + index + "/node_id_to_range");
  const auto rows = values<std::uint64_t>(path, group + "/indices/" + index + "/range_to_edge_id");
  REQUIRE(ranges.size() == 2 * node_count);
  std::size_t wrong = 0, covered = 0;
  for (std::size_t node = 0; node < node_count; ++node)
    for (std::uint64_t range = ranges[2 * node]; range < ranges[2 * node + 1]; ++range)
      for (std::uint64_t row = rows[2 * range]; row < rows[2 * range + 1]; ++row, ++covered)
        wrong += nodes_of_rows[row] != node;
  CHECK(wrong == 0);
  CHECK(covered == nodes_of_rows.size());
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Relative names and contents of all files below a folder.
std::map<std::string, std::string> all_files(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).string()] = contents(entry.path());
  return files;
}

} // namespace

TEST_CASE("recurrent edges: every edge once, by target and source, with type, weight and indices") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  write(*network, folder / "net");
  const EdgesFile file(folder / "net", "v1");
  REQUIRE(file.source.size() == network->recurrent.edge_count());
  std::map<std::pair<std::uint64_t, std::uint64_t>, float> expected;
  for_edges(network->recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    expected[{target, source}] = weight;
  });
  const CsvTable table = types(folder / "net", "v1_v1_edge_types.csv");
  REQUIRE(table.rows() == 4422);
  std::map<std::uint64_t, std::size_t> row_of;
  for (std::size_t row = 0; row < table.rows(); ++row)
    row_of[static_cast<std::uint64_t>(table.integer(row, "edge_type_id"))] = row;
  CHECK(row_of.size() == 4422);
  CHECK(row_of.begin()->first == 100);
  CHECK(row_of.rbegin()->first == 4521);

  const ModelTables& tables = model_tables();
  std::size_t wrong = 0, edge = 0;
  for (const auto& [ends, weight] : expected) { // the map's order is the file's
    wrong += file.target[edge] != ends.first || file.source[edge] != ends.second;
    wrong += file.weight[edge] != static_cast<double>(weight);
    const std::size_t row = row_of.at(file.type[edge]);
    const CellModel& model = tables.cell_models[network->neurons.model[ends.first]];
    const Population& from = tables.populations[network->neurons.population[ends.second]];
    const Population& to = tables.populations[network->neurons.population[ends.first]];
    const auto pre = static_cast<std::size_t>(from.synaptic_class), post = static_cast<std::size_t>(to.synaptic_class);
    wrong += table.text(row, "target_query") != "node_type_id=='" + std::to_string(model.node_type_id) + "'";
    wrong += table.text(row, "source_query") != "pop_name=='" + from.name + "'";
    wrong += table.text(row, "dynamics_params") != tables.synapse[pre][post].name + ".json";
    wrong += table.number(row, "delay") != tables.delay_ms[pre][post];
    wrong += (table.number(row, "PSP_correction") < 0.0) == from.excitatory;
    ++edge;
  }
  CHECK(wrong == 0);
  const fs::path path = folder / "net" / "network" / "v1_v1_edges.h5";
  const std::string group = "/edges/v1_to_v1";
  check_index(path, group, "target_to_source", file.target, network->neurons.size());
  check_index(path, group, "source_to_target", file.source, network->neurons.size());
  for (const std::uint64_t count : values<std::uint64_t>(path, group + "/0/n_syns_"))
    wrong += count != 1;
  const auto index = values<std::uint64_t>(path, group + "/edge_group_index");
  for (std::size_t row = 0; row < index.size(); ++row)
    wrong += index[row] != row;
  for (const std::uint64_t group_id : values<std::uint64_t>(path, group + "/edge_group_id"))
    wrong += group_id != 0;
  CHECK(wrong == 0);
}

TEST_CASE("LGN edges: a row per synapse, equal inside a pair, that add up to the merged weight") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  write(*network, folder / "net");
  const EdgesFile file(folder / "net", "lgn");
  CHECK(file.source.size() == network->lgn_synapses);
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<double>> rows;
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < file.source.size(); ++row) {
    rows[{file.source[row], file.target[row]}].push_back(file.weight[row]);
    wrong += row > 0 && (file.target[row] < file.target[row - 1] ||
                         (file.target[row] == file.target[row - 1] && file.source[row] < file.source[row - 1]));
    wrong += file.type[row] != 100u + network->neurons.model[file.target[row]];
  }
  CHECK(rows.size() == network->lgn.edge_count());
  std::size_t several = 0;
  for_edges(network->lgn, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float weight) {
    const auto& parts = rows.at({source, target});
    double sum = 0.0;
    for (const double part : parts) {
      sum += part;
      wrong += part != parts.front();
    }
    wrong += static_cast<float>(sum) != weight;
    several += parts.size() > 1;
  });
  CHECK(wrong == 0);
  CHECK(several > 1000);
  const fs::path path = folder / "net" / "network" / "lgn_v1_edges.h5";
  check_index(path, "/edges/lgn_to_v1", "target_to_source", file.target, network->neurons.size());
  check_index(path, "/edges/lgn_to_v1", "source_to_target", file.source, 17400);
}

TEST_CASE("LGN weights that are no multiples of a synapse stay one row per pair") {
  const TemporaryFolder folder;
  auto network = std::make_shared<Network>(*tiny_network());
  network->lgn.weight[77] *= 1.25f;
  write(*network, folder / "net");
  const EdgesFile file(folder / "net", "lgn");
  CHECK(file.source.size() == network->lgn.edge_count());
}

TEST_CASE("background: four rows a neuron; weights by type, or by row once they differ") {
  const TemporaryFolder folder;
  auto network = std::make_shared<Network>(*tiny_network());
  write(*network, folder / "net");
  const fs::path path = folder / "net" / "network" / "bkg_v1_edges.h5";
  const EdgesFile file(folder / "net", "bkg", false);
  const CsvTable table = types(folder / "net", "bkg_v1_edge_types.csv");
  REQUIRE(file.source.size() == 4u * network->neurons.size());
  CHECK(!has(path, "/edges/bkg_to_v1/0/syn_weight"));
  std::size_t wrong = 0;
  for (std::size_t row = 0; row < file.source.size(); ++row) {
    wrong += file.target[row] != row / 4 || file.source[row] != network->background.source[row];
    wrong += static_cast<float>(table.number(file.type[row] - 100, "syn_weight")) != network->background.weight[row];
  }
  CHECK(wrong == 0);
  check_index(path, "/edges/bkg_to_v1", "source_to_target", file.source, 100);

  network->background.weight[5] = 3.5f;
  write(*network, folder / "trained");
  const EdgesFile trained(folder / "trained", "bkg");
  for (std::size_t row = 0; row < trained.weight.size(); ++row)
    wrong += static_cast<float>(trained.weight[row]) != network->background.weight[row];
  CHECK(wrong == 0);
}

TEST_CASE("delays that the types do not give are written per edge") {
  const TemporaryFolder folder;
  auto network = std::make_shared<Network>(*tiny_network());
  write(*network, folder / "net");
  CHECK(!has(folder / "net" / "network" / "v1_v1_edges.h5", "/edges/v1_to_v1/0/delay"));
  network->recurrent.runs[3].delay = 4;
  write(*network, folder / "slow");
  const auto delay = values<double>(folder / "slow" / "network" / "v1_v1_edges.h5", "/edges/v1_to_v1/0/delay");
  const auto& runs = network->recurrent.runs;
  CHECK(std::count(delay.begin(), delay.end(), 4.0) == std::ptrdiff_t(runs[4].begin - runs[3].begin));
}

TEST_CASE("nodes carry every column of the reference") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  write(*network, folder / "net");
  const fs::path v1 = folder / "net" / "network" / "v1_nodes.h5", lgn = folder / "net" / "network" / "lgn_nodes.h5";
  const auto same = [](const std::vector<double>& file, const std::vector<float>& memory) {
    REQUIRE(file.size() == memory.size());
    std::size_t different = 0;
    for (std::size_t i = 0; i < file.size(); ++i)
      different += std::isnan(memory[i]) ? !std::isnan(file[i]) : file[i] != double(memory[i]);
    return different == 0;
  };
  const NeuronTable& neurons = network->neurons;
  CHECK(same(values<double>(v1, "/nodes/v1/0/x"), neurons.x_um));
  CHECK(same(values<double>(v1, "/nodes/v1/0/y"), neurons.y_um));
  CHECK(same(values<double>(v1, "/nodes/v1/0/z"), neurons.z_um));
  CHECK(same(values<double>(v1, "/nodes/v1/0/tuning_angle"), neurons.tuning_deg));
  CHECK(same(values<double>(v1, "/nodes/v1/0/target_sizes"), neurons.target_size));
  const auto type = values<std::uint64_t>(v1, "/nodes/v1/node_type_id");
  const auto id = values<std::uint64_t>(v1, "/nodes/v1/node_id");
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < type.size(); ++i)
    wrong += type[i] != model_tables().cell_models[neurons.model[i]].node_type_id || id[i] != i;
  CHECK(wrong == 0);
  const LgnUnits& units = network->lgn_units;
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/x"), units.x_deg));
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/spatial_size"), units.size_deg));
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/sf_sep"), units.separation_deg));
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/tuning_angle"), units.axis_deg));
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/kpeaks_non_dom_1"), units.peak_non_ms[1]));
  CHECK(same(values<double>(lgn, "/nodes/lgn/0/delay_dom_0"), units.delay_dom_ms[0]));
  CHECK(values<std::uint64_t>(folder / "net" / "network" / "bkg_nodes.h5", "/nodes/bkg/node_type_id").size() == 100);
}

TEST_CASE("the same network gives the same bytes with any number of threads; small chunks of rows change nothing") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  write(*network, folder / "one", {.threads = 1});
  write(*network, folder / "three", {.threads = 3});
  CHECK(all_files(folder / "one") == all_files(folder / "three"));
  CHECK(all_files(folder / "one").size() == 6 + 6 + 201 + 90 + 2);

  sonata::RowsByTarget whole(network->recurrent, {}), pieces(network->recurrent, {});
  sonata::EdgeRows all, part;
  whole.append(whole.rows(), all);
  std::size_t row = 0, wrong = 0;
  while (row < all.size()) {
    pieces.append(1000, part);
    wrong += part.size() < 1000 && row + part.size() != all.size();
    for (std::size_t i = 0; i < part.size(); ++i, ++row)
      wrong +=
          part.source[i] != all.source[row] || part.target[i] != all.target[row] || part.weight[i] != all.weight[row];
    part.drop_front(part.size());
  }
  CHECK(row == network->recurrent.edge_count());
  CHECK(wrong == 0);
}

TEST_CASE("a folder with contents is refused, replaced when asked, and never when it holds other files") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  const fs::path place = folder / "net";
  write(*network, place, {.source_index = false});
  CHECK(!has(place / "network" / "v1_v1_edges.h5", "/edges/v1_to_v1/indices/source_to_target"));
  CHECK(write_failure(*network, place).find("is not empty") != std::string::npos);
  std::ofstream(place / "network" / "old.txt") << "old";
  write(*network, place, {.overwrite = true});
  CHECK(!fs::exists(place / "network" / "old.txt"));
  std::ofstream(place / "thesis.tex") << "precious";
  CHECK(write_failure(*network, place, {.overwrite = true}).find("thesis.tex") != std::string::npos);
  CHECK(fs::exists(place / "network" / "v1_nodes.h5"));
  CHECK(write_failure(*network, place / "thesis.tex").find("is a file") != std::string::npos);
  CHECK(write_failure(*network, place / "thesis.tex" / "net").find("Not a directory") != std::string::npos);
  CHECK(write_failure(*network, folder / "level", {.compression = 12}).find("0 to 9") != std::string::npos);
  fs::create_directories(folder / "empty");
  write(*network, folder / "empty" / "");
  CHECK(fs::exists(folder / "empty" / "config.json"));
  CHECK(std::distance(fs::directory_iterator(folder / "."), fs::directory_iterator()) == 2); // nothing unfinished
}

TEST_CASE("files for programs that ask otherwise: both names of an index, no filters, a circuit and a simulation") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  const fs::path plain = folder / "plain";
  write(*network, plain, {.compression = 0});
  write(*network, folder / "gzip");
  for (const char* file : {"v1_v1_edges.h5", "lgn_v1_edges.h5", "bkg_v1_edges.h5"}) {
    const std::string population = std::string(file).substr(0, 3) == "v1_" ? "v1" : std::string(file).substr(0, 3);
    const std::string edges = "/edges/" + population + "_to_v1/";
    const fs::path path = plain / "network" / file;
    for (const char* index : {"target_to_source", "source_to_target"}) {
      const std::string base = edges + "indices/" + index + "/node_id_to_range";
      CHECK(values<std::uint64_t>(path, base) == values<std::uint64_t>(path, base + "s"));
    }
    const hdf5::Id id(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    const hdf5::Id dataset(H5Dopen2(id, (edges + "target_node_id").c_str(), H5P_DEFAULT), H5Dclose);
    const hdf5::Id creation(H5Dget_create_plist(dataset), H5Pclose);
    CHECK(H5Pget_nfilters(creation) == 0);
    CHECK(values<std::uint64_t>(path, edges + "source_node_id") ==
          values<std::uint64_t>(folder / "gzip" / "network" / file, edges + "source_node_id"));
  }
  const auto text = [](const fs::path& file) {
    std::ifstream in(file);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  for (const char* config : {"config.json", "circuit_config.json"}) {
    const std::string circuit = text(plain / config);
    for (const char* section : {"\"run\"", "\"inputs\"", "\"output\""})
      CHECK(circuit.find(section) == std::string::npos);
    CHECK(circuit.find("\"type\": \"point_neuron\"") != std::string::npos);
  }
  CHECK(!fs::exists(plain / "simulation_config.json"));
  SonataWriteOptions with_run{.overwrite = true};
  with_run.inputs = SonataInputs{folder / "run/lgn_spikes.h5", folder / "run/background_spikes.h5", 500.0, 0.25};
  write(*network, plain, with_run);
  const std::string simulation = text(plain / "simulation_config.json");
  for (const char* part :
       {"\"$BASE_DIR/config.json\"", "\"$BASE_DIR/../run/lgn_spikes.h5\"", "\"tstop\": 500.0", "\"node_set\": \"bkg\""})
    CHECK_MESSAGE(simulation.find(part) != std::string::npos, part);
}

TEST_CASE("a cancel and a full disk leave nothing behind") {
  const TemporaryFolder folder;
  const auto network = tiny_network();
  Task task("test");
  task.cancel();
  CHECK(!task.run([&](Task& t) { write_sonata(*network, folder / "net", {}, t); }));
  CHECK(task.status().state == TaskState::cancelled);
  CHECK(fs::is_empty(folder / "."));
  for (const rlim_t limit : {100u, 2'000u, 50'000u, 200'000u, 1'000'000u}) {
    CAPTURE(limit);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) { // no file may grow beyond the limit: writing fails as on a full disk
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit bound{limit, limit};
      setrlimit(RLIMIT_FSIZE, &bound);
      const std::string failure = write_failure(*network, folder / "net");
      _exit(failure.find("space") != std::string::npos && failure.find((folder / "net").string()) != std::string::npos
                ? 0
                : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(fs::is_empty(folder / "."));
  }
}
