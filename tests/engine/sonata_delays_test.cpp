// SPDX-License-Identifier: Apache-2.0
// Delays of networks of other programs: what a type or a single edge says is what the dynamics `nest` takes, after
// writing and reading again too; what basis4 makes of it is said.
#include "engine/core/csv.h"
#include "engine/core/errors.h"
#include "engine/network/cache/network_file.h"
#include "engine/network/network_digest.h"
#include "engine/network/sonata/write/sonata_writer.h"
#include "engine/simulation/nest/simulator.h"
#include "engine/simulation/network_check.h"
#include "tests/engine/hand_made_network.h"
#include "tests/engine/network_compare.h"
#include "tests/engine/network_support.h"
#include "tests/engine/sonata_sandbox.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <map>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

const std::string lgn_edges = "/edges/lgn_to_v1/";
const std::string background_edges = "/edges/bkg_to_v1/";
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Gives the sandbox the files of a network in tests/data/practice/22_delays that differ from it.
void lay_over(const SonataSandbox& sandbox, const std::string& name) {
  fs::copy(fs::path(STRIATE_TEST_DATA) / "practice" / "22_delays" / name, sandbox.folder(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

using Spikes = std::vector<std::pair<std::int64_t, std::uint32_t>>; ///< (step, neuron)

/// In the dynamics `nest`, every neuron driven a little above its threshold, with random LGN spikes in the first step
/// of each millisecond.
Spikes spikes_of(const Network& network, double dt_ms, std::int64_t milliseconds) {
  SimulatorOptions options;
  options.threads = 1;
  const auto simulator = make_nest_simulator(std::make_shared<Network>(network), dt_ms, options);
  Perturbation push;
  for (const std::uint16_t model : network.neurons.model) {
    const CellModel& cell = network.tables->cell_models[model];
    push.added_pA.push_back(static_cast<float>(1.2 * cell.g_nS * (cell.V_th_mV - cell.E_L_mV)));
  }
  simulator->perturb(push);
  const std::int64_t per_ms = std::llround(1.0 / dt_ms);
  Spikes spikes;
  while (simulator->now() < milliseconds * per_ms) {
    const std::int64_t step = simulator->now();
    std::vector<std::uint32_t> lgn;
    if (step % per_ms == 0)
      lgn = hand_made::lgn_spikes(step / per_ms, network.lgn.source_count);
    for (const std::uint32_t id : simulator->step({.lgn_spikes = lgn}))
      spikes.emplace_back(step, id);
  }
  return spikes;
}

/// Delay by (source, target) in the ids of the file; the sandbox has no pair twice.
std::map<std::pair<std::uint64_t, std::uint64_t>, double> delays_of(const Network& network) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, double> result;
  const auto id = [&](std::uint32_t i) { return network.neurons.file_id.empty() ? i : network.neurons.file_id[i]; };
  std::size_t edge = 0;
  for_edges(network.recurrent, [&](std::uint32_t source, const EdgeRun&, std::uint32_t target, float) {
    result[{id(source), id(target)}] = network.recurrent.delay_ms.at(edge++);
  });
  return result;
}

std::shared_ptr<const Network> written_and_read(const Network& network) {
  const TemporaryFolder folder;
  Task task("test");
  write_sonata(network, folder / "net", {.threads = 2}, task);
  ThreadPool pool(2);
  return read_sonata(folder / "net", {}, pool, task).network;
}

std::vector<double> random_delays(std::size_t count, double low, double high) {
  RandomSequence random(5, Stream::stimulus, 1);
  std::vector<double> delays;
  for (std::size_t i = 0; i < count; ++i)
    delays.push_back(low + (high - low) * random.uniform());
  return delays;
}

std::size_t warnings_with(const SonataNetwork& network, const std::string& part) {
  return static_cast<std::size_t>(std::ranges::count_if(
      network.warnings, [&](const SonataProblem& warning) { return contains(warning.sentence, part); }));
}

} // namespace

TEST_CASE("A delay of 1.6 ms in each edge gives the spikes of 1.6 ms in the types, not those of 2.0 ms") {
  SonataSandbox of_types, of_edges, longer;
  lay_over(of_types, "delay_1.6");
  lay_over(of_edges, "edge_1.6");
  lay_over(longer, "delay_2.0");
  const SonataNetwork edge_network = of_edges.read();
  const Spikes expected = spikes_of(*of_types.read().network, 0.1, 400);
  CHECK(expected.size() > 100);
  CHECK(spikes_of(*edge_network.network, 0.1, 400) == expected);
  CHECK(spikes_of(*longer.read().network, 0.1, 400) != expected);
  // In steps of 1 ms they are the same: what basis4 makes of 1.6 ms is said, by how much and for how many.
  CHECK(spikes_of(*edge_network.network, 1.0, 400) == spikes_of(*longer.read().network, 1.0, 400));
  REQUIRE(edge_network.warnings.size() == 1);
  CHECK(contains(edge_network.warnings[0].sentence,
                 "the delays of 323 of 323 edges are not whole milliseconds (1.6 to 1.6 ms); the dynamics basis4 "
                 "rounds them to its 1 ms steps, a change of up to 0.4 ms"));
  CHECK(of_edges.problems() == std::vector<std::string>{"warning: " + edge_network.warnings[0].sentence});
  CHECK(of_types.read().warnings.empty());
}

TEST_CASE("Each edge keeps its own delay to the last digit, through SONATA and through a network file") {
  SonataSandbox sandbox;
  const auto source = sandbox.numbers("v1_v1_edges", edges + "source_node_id");
  const auto target = sandbox.numbers("v1_v1_edges", edges + "target_node_id");
  const std::vector<double> delays = random_delays(source.size(), 0.6, 3.4);
  sandbox.put("v1_v1_edges", edges + "0/delay", delays, {.type = H5T_IEEE_F64LE});
  const SonataNetwork read = sandbox.read();
  const auto found = delays_of(*read.network);
  REQUIRE(found.size() == delays.size());
  for (std::size_t i = 0; i < delays.size(); ++i)
    CHECK(found.at({static_cast<std::uint64_t>(source[i]), static_cast<std::uint64_t>(target[i])}) == delays[i]);
  const Projection& recurrent = read.network->recurrent;
  for (const EdgeRun& run : recurrent.runs) // basis4: the nearest step, half to even, and at least one
    for (std::uint64_t edge = run.begin; &run != &recurrent.runs.back() && edge < recurrent.run_end(run); ++edge)
      CHECK(run.delay == std::nearbyint(std::max(recurrent.delay_ms[edge], 1.0)));
  CHECK(warnings_with(read, "a change of up to 0.49") == 1);

  const auto again = written_and_read(*read.network);
  CHECK(delays_of(*again) == [&] { // written anew, ids are indices
    Network renamed = *read.network;
    renamed.neurons.file_id.clear();
    return delays_of(renamed);
  }());
  CHECK(spikes_of(*again, 0.1, 200) == spikes_of(*read.network, 0.1, 200));

  const TemporaryFolder folder;
  ThreadPool pool(2);
  Task task("test");
  write_network_file(*read.network, "key", folder / "network", pool, task);
  Network cached = *read_network_file(folder / "network", "key", pool, task);
  CHECK(cached.recurrent.delay_ms == recurrent.delay_ms);
  cached.tables = read.network->tables;
  CHECK(difference(*read.network, cached) == "");
  CHECK(network_digest(cached) == network_digest(*read.network));
  cached.recurrent.delay_ms[7] += 0.1;
  CHECK(network_digest(cached) != network_digest(*read.network));
}

TEST_CASE("Two types of one pair of classes with two delays: both are obeyed") {
  const std::string csv = "network/v1_v1_edge_types.csv";
  SonataSandbox sandbox;
  const SonataNetwork plain = sandbox.read();
  CHECK(plain.network->recurrent.delay_ms.empty());
  const CsvTable types = CsvTable::read(sandbox.file(csv));
  REQUIRE(types.text(6, "dynamics_params") == "e23_to_e23.json");
  REQUIRE(types.text(7, "dynamics_params") == "e23_to_e23.json");
  sandbox.set_cell(csv, 7, "delay", "2.12");
  const SonataNetwork read = sandbox.read();
  const auto source = sandbox.numbers("v1_v1_edges", edges + "source_node_id");
  const auto target = sandbox.numbers("v1_v1_edges", edges + "target_node_id");
  const auto type = sandbox.numbers("v1_v1_edges", edges + "edge_type_id");
  const auto found = delays_of(*read.network);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const double expected = type[i] == 107.0 ? 2.12 : types.number(static_cast<std::size_t>(type[i]) - 100, "delay");
    CHECK(found.at({static_cast<std::uint64_t>(source[i]), static_cast<std::uint64_t>(target[i])}) == expected);
    changed += type[i] == 107.0;
  }
  CHECK(changed > 3);
  CHECK(warnings_with(read, "v1_v1_edge_types.csv, delay: the delays of") == 1);
  CHECK(delays_of(*written_and_read(*read.network)).size() == found.size());
  CHECK(written_and_read(*read.network)->recurrent.delay_ms == read.network->recurrent.delay_ms);
}

TEST_CASE("Delays of LGN and background in the types are taken, kept when written, and part of the digest") {
  SonataSandbox sandbox;
  const auto plain = sandbox.read().network;
  CHECK(plain->tables->lgn_delay_ms == 1.7);
  CHECK(plain->tables->background_delay_ms == 1.0);
  for (std::size_t row = 0; row < 20; ++row)
    sandbox.set_cell("network/lgn_v1_edge_types.csv", row, "delay", "2.3");
  for (std::size_t row = 0; row < 5; ++row)
    sandbox.set_cell("network/bkg_v1_edge_types.csv", row, "delay", "0.7");
  const SonataNetwork read = sandbox.read();
  CHECK(read.warnings.empty());
  const auto again = written_and_read(*read.network);
  for (const auto& network : {read.network, again}) {
    CHECK(network->tables->lgn_delay_ms == 2.3);
    CHECK(network->tables->background_delay_ms == 0.7);
    CHECK(network->lgn.delay_ms.empty());
    CHECK(network->background.delay_ms.empty());
    ThreadPool pool(1);
    const NestTables tables(network, *network->tables, 0.1, pool);
    for (std::uint32_t unit = 0; unit < network->lgn.source_count; ++unit)
      for (const NestRoute& route : tables.lgn->row(0, unit))
        CHECK(route.delay == 23);
    for (std::uint32_t one = 0; one < network->background.source_count; ++one)
      for (const NestRoute& route : tables.background->row(0, one))
        CHECK(route.delay == 7);
  }
  CHECK(network_digest(*read.network) != network_digest(*plain));
  CHECK(spikes_of(*again, 0.1, 200) == spikes_of(*read.network, 0.1, 200));
  CHECK(spikes_of(*plain, 0.1, 200) != spikes_of(*read.network, 0.1, 200));
}

TEST_CASE("LGN and background edges with delays of their own; equal LGN pairs join only when these agree") {
  SonataSandbox sandbox;
  const auto plain = sandbox.read().network;
  const std::size_t lgn_rows = sandbox.numbers("lgn_v1_edges", lgn_edges + "source_node_id").size();
  const std::size_t background_rows = sandbox.numbers("bkg_v1_edges", background_edges + "source_node_id").size();
  const std::vector<double> lgn_delays = random_delays(lgn_rows, 1.0, 4.0);
  const std::vector<double> background_delays = random_delays(background_rows, 0.5, 2.0);
  sandbox.put("lgn_v1_edges", lgn_edges + "0/delay", lgn_delays, {.type = H5T_IEEE_F64LE});
  sandbox.put("bkg_v1_edges", background_edges + "0/delay", background_delays, {.type = H5T_IEEE_F64LE});
  const SonataNetwork read = sandbox.read();
  CHECK(warnings_with(read, "the dynamics nest uses them, basis4 delivers these spikes without delay") == 2);
  const auto sorted = [](std::vector<double> values) {
    std::ranges::sort(values);
    return values;
  };
  CHECK(read.network->lgn.edge_count() == lgn_rows); // no two are equal
  CHECK(sorted(read.network->lgn.delay_ms) == sorted(lgn_delays));
  CHECK(sorted(read.network->background.delay_ms) == sorted(background_delays));
  const auto again = written_and_read(*read.network);
  CHECK(again->lgn.delay_ms == read.network->lgn.delay_ms);
  CHECK(again->lgn.weight == read.network->lgn.weight);
  CHECK(again->background.delay_ms == read.network->background.delay_ms);
  CHECK(spikes_of(*again, 0.1, 200) == spikes_of(*read.network, 0.1, 200));

  std::vector<double> two(lgn_rows, 1.7);
  two.back() = 1.8;
  sandbox.put("lgn_v1_edges", lgn_edges + "0/delay", two, {.type = H5T_IEEE_F64LE});
  const auto merged = sandbox.read().network;
  CHECK(merged->lgn.edge_count() < lgn_rows);
  CHECK(merged->lgn.edge_count() >= plain->lgn.edge_count());
  CHECK(std::ranges::count(merged->lgn.delay_ms, 1.8) == 1);
}

TEST_CASE("Delays that no synapse can have are refused with their row") {
  for (const auto& [value, said] : {std::pair{0.0, "0 ms"}, std::pair{-0.5, "-0.5 ms"}, std::pair{not_a_number, "nan"},
                                    std::pair{HUGE_VAL, "inf"}, std::pair{250.5, "250.5 ms"}})
    for (const auto& [file, population] : {std::pair<std::string, std::string>{"v1_v1_edges", edges},
                                           {"lgn_v1_edges", lgn_edges},
                                           {"bkg_v1_edges", background_edges}}) {
      SonataSandbox sandbox;
      std::vector<double> delays(sandbox.numbers(file, population + "source_node_id").size(), 1.6);
      delays[19] = value;
      sandbox.put(file, population + "0/delay", delays, {.type = H5T_IEEE_F64LE});
      const std::string sentence = sandbox.error();
      CAPTURE(sentence);
      CHECK(contains(sentence, file + ".h5, " + population + "0/delay, row 19: the delay is"));
      CHECK(contains(sentence, said));
      CHECK(contains(sentence, "must be above 0 and at most 250 ms"));
    }
  SonataSandbox of_type;
  of_type.set_cell("network/lgn_v1_edge_types.csv", 0, "delay", "0");
  CHECK(contains(of_type.error(), "edge_type_id 101: the delay is 0 ms; it must be above 0"));
  SonataSandbox strict;
  std::vector<double> delays(strict.numbers("v1_v1_edges", edges + "source_node_id").size(), 1.6);
  delays[3] = 0.9;
  strict.put("v1_v1_edges", edges + "0/delay", delays, {.type = H5T_IEEE_F64LE});
  SonataOptions options;
  options.short_delays = sonata::ShortDelays::reject;
  for (std::size_t row = 0; row < 20; ++row)
    strict.set_cell("network/v1_v1_edge_types.csv", row, "delay", "0.3"); // of no edge: all have their own
  CHECK(contains(strict.error(options), "row 3: the delay of 0.9 ms is shorter than the time step of 1 ms"));
}

TEST_CASE("Groups with and without a column of delays; types without a delay where every edge has its own") {
  SonataSandbox sandbox;
  const auto weight = sandbox.numbers("v1_v1_edges", edges + "0/syn_weight");
  std::vector<double> even, odd, group(weight.size()), index(weight.size());
  for (std::size_t i = 0; i < weight.size(); ++i) {
    group[i] = i % 2 == 0 ? 0.0 : 5.0;
    index[i] = static_cast<double>(i / 2);
    (i % 2 == 0 ? even : odd).push_back(weight[i]);
  }
  sandbox.remove("v1_v1_edges", edges + "0");
  sandbox.put("v1_v1_edges", edges + "0/syn_weight", even, {.type = H5T_IEEE_F64LE});
  sandbox.put("v1_v1_edges", edges + "5/syn_weight", odd, {.type = H5T_IEEE_F64LE});
  std::vector<double> own(odd.size(), 2.75);
  sandbox.put("v1_v1_edges", edges + "5/delay", own, {.type = H5T_IEEE_F32LE});
  sandbox.put("v1_v1_edges", edges + "edge_group_id", group, {.type = H5T_STD_U16LE});
  sandbox.put("v1_v1_edges", edges + "edge_group_index", index, {.type = H5T_STD_U32LE});
  const auto read_delays = sandbox.read().network->recurrent.delay_ms;
  CHECK(static_cast<std::size_t>(std::ranges::count(read_delays, 2.75)) == odd.size());
  own[8] = not_a_number; // a column that is there must say something
  sandbox.put("v1_v1_edges", edges + "5/delay", own, {.type = H5T_IEEE_F64LE});
  CHECK(contains(sandbox.error(), edges + "5/delay, row 8: the delay is nan ms"));

  SonataSandbox no_type;
  no_type.replace("network/v1_v1_edge_types.csv", "delay", "postponement");
  CHECK(contains(no_type.error(), "no delay is given"));
  no_type.put("v1_v1_edges", edges + "0/delay", std::vector<double>(weight.size(), 1.6), {.type = H5T_IEEE_F64LE});
  CHECK(no_type.read().network->recurrent.delay_ms.empty()); // all alike
  CHECK(no_type.read().network->tables->delay_ms[0][0] == 1.6);
}

TEST_CASE("External synapses between neurons keep the delay of their type") {
  SonataSandbox sandbox;
  sandbox.set_cell("network/v1_v1_edge_types.csv", 6, "dynamics_params", "exc_to_e23.json");
  sandbox.set_cell("network/v1_v1_edge_types.csv", 6, "delay", "1.6");
  const auto network = sandbox.read().network;
  std::size_t external = 0, edge = 0;
  for_edges(network->recurrent, [&](std::uint32_t, const EdgeRun& run, std::uint32_t, float) {
    external += run.slot == ModelTables::external_class;
    CHECK((run.slot != ModelTables::external_class || network->recurrent.delay_ms.at(edge) == 1.6));
    ++edge;
  });
  CHECK(external > 3);
  CHECK(!spikes_of(*network, 0.1, 50).empty());
}

TEST_CASE("A network whose delays do not fit its edges is not simulated") {
  ThreadPool pool(1);
  Network network = *SonataSandbox().read().network;
  network.lgn.delay_ms = {1.0};
  CHECK(contains(error_of([&] { check_network(network, *network.tables, pool); }), "1 delays"));
  network.lgn.delay_ms.clear();
  network.background.delay_ms.assign(network.background.source.size(), 1.0);
  check_network(network, *network.tables, pool);
  network.background.delay_ms[4] = 0.0;
  CHECK(contains(error_of([&] { check_network(network, *network.tables, pool); }),
                 "the delay of its background synapse number 4 is 0 ms"));
}
