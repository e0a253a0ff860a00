// SPDX-License-Identifier: Apache-2.0
// Networks from files in a run: ids of the files in recordings and selections, cell models and populations of their
// own.
#include "engine/dataset/dataset.h"
#include "engine/network/neuron_id.h"
#include "engine/recording/recorder.h"
#include "engine/session/run_recording.h"
#include "session_support.h"
#include "sonata_sandbox.h"
#include "tests/support/temporary_folder.h"

#include <hdf5.h>

#include <algorithm>

using namespace striate;
using striate::test::SonataSandbox;
using striate::test::TemporaryFolder;

namespace {

constexpr std::uint64_t first_id = 1'000'000;

/// Node ids far from every index, in descending order.
void rename_nodes(SonataSandbox& sandbox) {
  for (const auto& [file, dataset] : {std::pair<std::string, std::string>{"v1_nodes", "/nodes/v1/node_id"},
                                      {"v1_v1_edges", "/edges/v1_to_v1/source_node_id"},
                                      {"v1_v1_edges", "/edges/v1_to_v1/target_node_id"},
                                      {"lgn_v1_edges", "/edges/lgn_to_v1/target_node_id"},
                                      {"bkg_v1_edges", "/edges/bkg_to_v1/target_node_id"}}) {
    auto values = sandbox.numbers(file, dataset);
    std::ranges::transform(values, values.begin(),
                           [](double id) { return static_cast<double>(first_id) + 10'000.0 - 10.0 * id; });
    sandbox.put(file, dataset, values, {.type = H5T_STD_I64LE});
  }
}

ParameterSet driven(const SonataSandbox& sandbox) {
  ParameterSet parameters;
  parameters.set_text("network", "file");
  parameters.set_text("network-file", sandbox.folder().string());
  parameters.set("gray-before", 100);
  parameters.set("duration", 400);
  parameters.set_text("perturb", "current:all:300::");
  return parameters;
}

std::vector<std::uint64_t> column(const std::filesystem::path& file, const char* name) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), dataset = H5Dopen2(id, name, H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset);
  std::vector<std::uint64_t> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  H5Dread(dataset, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  H5Sclose(space);
  H5Dclose(dataset);
  H5Fclose(id);
  return values;
}

} // namespace

TEST_CASE("recordings, reports and measures of a network from files carry its node ids") {
  SonataSandbox sandbox;
  rename_nodes(sandbox);
  ParameterSet parameters = driven(sandbox);
  const auto network = sandbox.read().network;
  const NeuronTable& neurons = network->neurons;
  const std::uint64_t probed = neuron_id(neurons, 5);
  REQUIRE(probed > first_id);
  parameters.set_text("probe", "v:ids:" + std::to_string(probed) + ":1");
  parameters.set_text("record", "spikes,simulation-data");
  const TemporaryFolder folder;
  Session session(parameters, network);
  std::vector<std::uint64_t> expected;
  {
    RunRecording recording(session, {.folder = folder / "run"});
    while (session.now() < 400) {
      const StepResult step = session.step();
      for (const std::uint32_t index : step.spikes)
        expected.push_back(neuron_id(neurons, index));
      recording.push(step, session);
    }
    recording.close();
  }
  REQUIRE(expected.size() > 20);
  CHECK(read_spikes(folder / "run/spikes.h5").node_id == expected);
  const auto report = recording_file_names(recording_plan(parameters)).front();
  CHECK(column(folder / "run" / report, "/report/v1/mapping/node_ids") == std::vector<std::uint64_t>{probed});
  CHECK(column(folder / "run/simulation_data.hdf5", "/v1/node_id") == neurons.file_id);

  ThreadPool pool(1);
  Task task("analyze");
  DatasetStudy study;
  DatasetFiles files;
  files.spikes = {folder / "run/spikes.h5"};
  REQUIRE_MESSAGE(task.run([&](Task& t) { study = analyze_dataset(files, {}, pool, t); }), task.status().error);
  CHECK(study.study.neurons.id == neurons.file_id);
  CHECK(study.spikes > 20);
  CHECK(study.notes.empty()); // no spike of an unknown neuron
}

TEST_CASE("selections mean the ids of the files") {
  SonataSandbox sandbox;
  rename_nodes(sandbox);
  const auto network = sandbox.read().network;
  const std::uint64_t id = neuron_id(network->neurons, 7);
  CHECK(Selection::parse("ids:" + std::to_string(id)).resolve(*network) == std::vector<std::uint32_t>{7});
  CHECK(Selection::parse("ids:0-9999999").resolve(*network).size() == network->neurons.size());
  const std::string sentence = test::sentence_of([&] { Selection::parse("ids:0-4").resolve(*network); });
  CHECK(test::contains(sentence, "ids 0 to 4"));
}

TEST_CASE("cell models and populations that only the files have are simulated, selected and recorded") {
  SonataSandbox sandbox;
  sandbox.replace("components/cell_models/478958894_glif_lif_asc_config.json", "\"t_ref\": ", "\"t_ref\": 1");
  for (const std::size_t row : {1u, 2u})
    sandbox.set_cell("network/v1_node_types.csv", row, "pop_name", "e23mine");
  const auto network = sandbox.read().network;
  const ModelTables& tables = *network->tables;
  REQUIRE(tables.populations.size() > model_tables().populations.size());
  const auto chosen = Selection::parse("L2/3_Exc").resolve(*network);
  CHECK(std::ranges::any_of(chosen, [&](std::uint32_t neuron) {
    return network->neurons.population[neuron] >= model_tables().populations.size();
  }));

  ParameterSet parameters = driven(sandbox);
  parameters.set_text("probe", "count:all:10");
  parameters.set_text("record", "spikes,simulation-data");
  const TemporaryFolder folder;
  Session session(parameters, network);
  RunRecording recording(session, {.folder = folder / "run"});
  std::vector<std::int64_t> last(network->neurons.size(), -1000);
  std::size_t checked = 0;
  while (session.now() < 300) {
    const StepResult step = session.step();
    recording.push(step, session);
    for (const std::uint32_t neuron : step.spikes) {
      const CellModel& model = tables.cell_models[network->neurons.model[neuron]];
      CHECK(static_cast<double>(step.ms - last[neuron]) > model.t_ref_ms); // as the file says: the simulator obeys it
      checked += model.node_type_id == 478958894 ? 1 : 0;
      last[neuron] = step.ms;
    }
  }
  CHECK(checked > 0);
  recording.close();
}
