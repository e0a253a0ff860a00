// SPDX-License-Identifier: Apache-2.0
#include "engine/recording/recorder.h"
#include "engine/session/run_recording.h"
#include "engine/session/run_settings.h"
#include "engine/session/simulation_service.h"
#include "recording_support.h"
#include "session_support.h"
#include "spike_files.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <doctest/doctest.h>
#include <map>
#include <numeric>
#include <sys/resource.h>
#include <thread>

using namespace striate;
using namespace striate::test;

namespace {

using Texts = std::map<std::string, std::string>;

ParameterSet parameters(const Texts& texts) {
  ParameterSet result = tiny_parameters();
  for (const auto& [key, text] : texts)
    result.set_text(key, text);
  return result;
}

/// Runs and records until `ms`; returns the V1 spikes.
Spikes record(const std::filesystem::path& folder, const ParameterSet& settings, std::int64_t ms) {
  Session session(settings, tiny_network());
  RunRecording recording(session, {.folder = folder, .wait_for_disk = true});
  Spikes spikes;
  while (session.now() < ms) {
    const StepResult step = session.step(recording.after_step());
    recording.push(step, session);
    for (const std::uint32_t id : step.spikes)
      spikes.emplace_back(step.ms, id);
  }
  recording.close();
  CHECK(recording.spikes() == spikes.size());
  return spikes;
}

Spikes spikes_of(const std::filesystem::path& file) {
  Spikes spikes;
  const SpikeFile read = read_spikes(file);
  for (std::size_t i = 0; i < read.node_id.size(); ++i)
    spikes.emplace_back(static_cast<std::int64_t>(read.time_ms[i]) - 1, static_cast<std::uint32_t>(read.node_id[i]));
  return spikes;
}

std::string plan_error(const char* key, const char* text) {
  return sentence_of([&] { recording_plan(parameters({{key, text}})); });
}

} // namespace

TEST_CASE("spikes, rates and probes are compressed when asked, and are the same") {
  const Texts what = {{"record", "spikes,lgn-rates"}, {"probe", "v:all:1"}};
  std::vector<Spikes> spikes;
  for (const char* level : {"0", "9"}) {
    Texts texts = what;
    texts["compression"] = level;
    const TemporaryFolder folder;
    spikes.push_back(record(folder / "run", parameters(texts), 60));
    CHECK(spikes_of(folder / "run/spikes.h5") == spikes.back());
    const std::pair<const char*, const char*> columns[] = {{"run/spikes.h5", "/spikes/v1/node_ids"},
                                                           {"run/lgn_rates.h5", "/firing_rates/lgn/firing_rates_Hz"},
                                                           {"run/report_v_all.h5", "/report/v1/data"}};
    for (const auto& [file, name] : columns) {
      const hid_t opened = H5Fopen((folder / file).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
      const hid_t column = H5Dopen2(opened, name, H5P_DEFAULT), creation = H5Dget_create_plist(column);
      CHECK(H5Pget_nfilters(creation) == (*level == '0' ? 0 : 2));
      H5Pclose(creation);
      H5Dclose(column);
      H5Fclose(opened);
    }
  }
  CHECK(spikes[0] == spikes[1]);
}

TEST_CASE("record and probe are read, or get one sentence") {
  const RecordingPlan plan = recording_plan(
      parameters({{"record", "lgn-rates, lgn-spikes"}, {"probe", "v:L5_ET:1; count:ids:1,5-9:10;v:L5_ET:2"}}));
  CHECK_FALSE(plan.spikes);
  CHECK(plan.lgn_rates);
  CHECK(plan.lgn_spikes);
  REQUIRE(plan.probes.size() == 3);
  CHECK(plan.probes[1].variable == ProbeVariable::count);
  CHECK(plan.probes[1].selection.text() == "ids:1,5-9");
  CHECK(plan.probes[1].interval_ms == 10);
  const auto names = recording_file_names(plan);
  for (const char* name : {"report_v_L5_ET.h5", "report_v_L5_ET_2.h5", "report_count_ids_1_5_9.h5", "lgn_rates.h5",
                           "lgn_spikes.h5", "settings.json"})
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  CHECK(recording_plan(ParameterSet()).spikes);
  CHECK(recording_file_names(recording_plan(parameters({{"record", "none"}}))).size() == 1);

  CHECK(contains(plan_error("record", "spikes,lgn-rate"), "did you mean \"lgn-rates\"?"));
  CHECK(contains(plan_error("record", "everything"), "choose from spikes"));
  CHECK(contains(plan_error("probe", "v:L5_ET"), "parts instead of 3"));
  CHECK(contains(plan_error("probe", "voltage:L5_ET:1"), "not one of spikes, v"));
  CHECK(contains(plan_error("probe", "refractary:L5_ET:1"), "did you mean \"refractory\"?"));
  CHECK(contains(plan_error("probe", "v:L5_ET:0"), "\"0\" is not an interval"));
  CHECK(contains(plan_error("probe", "v:L5_ET:1.5"), "\"1.5\" is not a multiple of the time step"));
  CHECK(contains(plan_error("probe", "v:L55:1"), "L55"));
}

TEST_CASE("a probe takes a value every whole number of steps; another interval is refused with the nearest") {
  const auto refused = [](const char* probe, const char* dt) {
    return sentence_of([&] { recording_plan(parameters({{"dynamics", "nest"}, {"dt", dt}, {"probe", probe}})); });
  };
  CHECK(refused("v:L5_ET:0.25", "0.25").empty());
  CHECK(refused("v:L5_ET:0.3", "0.1").empty());
  CHECK(refused("v:L5_ET:0.375;v:L5_ET:2.5", "0.125").empty());
  CHECK(contains(refused("v:L5_ET:0.3", "0.25"), "step of 0.25 ms; the nearest are 0.25 and 0.5 ms"));
  CHECK(contains(refused("v:L5_ET:0.1", "0.25"), "the nearest is 0.25 ms"));
  CHECK(contains(refused("v:L5_ET:1.5", "1"), "the nearest are 1 and 2 ms"));
  for (const char* interval : {"-1", "nan", "inf", "1e9", "0,5", "0x1", "1e-300"})
    CHECK(contains(refused((std::string("v:L5_ET:") + interval).c_str(), "0.25"), "Invalid probe"));
  CHECK(format_probes(parse_probes("v:L5_ET:0.250;count:all:10")) == "v:L5_ET:0.25; count:all:10");

  // The values at the ends of milliseconds are those of a probe of 1 ms; spikes add up.
  const TemporaryFolder folder;
  const ParameterSet fine = parameters({{"dynamics", "nest"},
                                        {"dt", "0.25"},
                                        {"probe", "v:ids:5,100:0.25; v:ids:5,100:1; spikes:all:0.5; spikes:all:1"}});
  const ParameterSet plain = parameters({{"dynamics", "nest"}, {"dt", "0.25"}});
  CHECK(record(folder / "fine", fine, 200) == record(folder / "plain", plain, 200));
  const auto of_report = [&](const char* name, const char* what) { return read_numbers(folder / "fine" / name, what); };
  const Numbers quarter = of_report("report_v_ids_5_100.h5", "/report/v1/data"),
                whole = of_report("report_v_ids_5_100_2.h5", "/report/v1/data"),
                half_spikes = of_report("report_spikes_all.h5", "/report/v1/data"),
                spikes = of_report("report_spikes_all_2.h5", "/report/v1/data"),
                time = of_report("report_v_ids_5_100.h5", "/report/v1/mapping/time");
  REQUIRE(quarter.shape == std::vector<hsize_t>{800, 2});
  REQUIRE(whole.shape == std::vector<hsize_t>{200, 2});
  CHECK(time.values.at(0) == 0.25);
  CHECK(time.values.at(2) == 0.25);
  bool equal = true, moves = false;
  for (std::size_t ms = 0; ms < 200; ++ms)
    for (std::size_t k = 0; k < 2; ++k) {
      equal = equal && quarter.values[(4 * ms + 3) * 2 + k] == whole.values[ms * 2 + k];
      moves = moves || quarter.values[(4 * ms + 1) * 2 + k] != whole.values[ms * 2 + k];
    }
  REQUIRE(half_spikes.values.size() == 2 * spikes.values.size());
  const std::size_t neurons = spikes.shape.at(1);
  double sum = 0.0;
  for (std::size_t ms = 0; ms < 200; ++ms)
    for (std::size_t i = 0; i < neurons; ++i) {
      equal = equal && half_spikes.values[2 * ms * neurons + i] + half_spikes.values[(2 * ms + 1) * neurons + i] ==
                           spikes.values[ms * neurons + i];
      sum += spikes.values[ms * neurons + i];
    }
  CHECK(equal);
  CHECK(moves);
  CHECK(sum > 10.0);
}

TEST_CASE("what is recorded replays to the same spikes, also under another seed") {
  for (const char* dynamics : {"basis4", "nest"}) {
    CAPTURE(dynamics);
    const TemporaryFolder folder;
    ParameterSet settings = parameters({{"record", "spikes,lgn-spikes,background-spikes"}, {"dynamics", dynamics}});
    if (dynamics == std::string("nest"))
      settings.set("dt", 0.25);
    const auto first = folder / "first", again = folder / "again";
    const Spikes original = record(first, settings, 300);
    CHECK(original.size() > 100);
    ParameterSet replay = settings;
    replay.set_text("lgn-spikes", (first / "lgn_spikes.h5").string());
    replay.set_text("background-spikes", (first / "background_spikes.h5").string());
    replay.set("seed", 17);
    CHECK(record(again, replay, 300) == original);
    for (const char* name : {"spikes.h5", "lgn_spikes.h5", "background_spikes.h5"}) {
      const SpikeFile a = read_spikes(first / name), b = read_spikes(again / name);
      CHECK(a.time_ms == b.time_ms);
      CHECK(a.node_id == b.node_id);
      CHECK(a.node_id.size() > 100);
    }
    CHECK(read_spikes(first / "lgn_spikes.h5").population == "lgn");
    CHECK(read_spikes(first / "background_spikes.h5").population == "bkg");
    // One of the two alone is not enough.
    replay.set_text("background-spikes", "");
    Session other(replay, tiny_network());
    CHECK(run(other, 300) != original);
  }
}

TEST_CASE("a recording that finds no room for its first bytes leaves no unreadable file behind") {
  const TemporaryFolder folder;
  Session session(tiny_parameters(), tiny_network());
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 20'000;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string sentence = sentence_of([&] { RunRecording(session, {.folder = folder / "out"}); });
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(contains(sentence, "Free space on the disk"));
  CHECK(std::filesystem::is_empty(folder / "out"));
}

TEST_CASE("a replay that is no spike file, or another network's, stops the start with the reason") {
  const TemporaryFolder folder;
  foreign_file(folder / "lgn.h5", "lgn", {1.0, 2.0}, {3, 17400});
  const auto start = [&](const char* key, const std::filesystem::path& file) {
    return sentence_of([&] { Session(parameters({{key, file.string()}}), tiny_network()); });
  };
  CHECK(contains(start("lgn-spikes", folder / "lgn.h5"), "no LGN unit 17400; this network has LGN units 0 to 17399"));
  CHECK(contains(start("background-spikes", folder / "lgn.h5"), "no background source 17400"));
  CHECK(contains(start("lgn-spikes", folder / "absent.h5"), "absent.h5 does not exist"));
}

TEST_CASE("probes hold what the simulator has, and change no spike") {
  const TemporaryFolder folder;
  const auto out = folder / "out";
  const char* probes = "v:ids:5,100-110,900:1; asc:ids:7:2; synaptic:ids:5,600:5; recurrent:ids:5,600:5; "
                       "lgn:ids:5,600:5; background:ids:5,600:5; refractory:all:1; spikes:all:20; count:L4:10";
  Session plain(tiny_parameters(), tiny_network());
  const Spikes expected = run(plain, 400);
  CHECK(record(out, parameters({{"probe", probes}}), 400) == expected);

  Session session(tiny_parameters(), tiny_network());
  const auto data = [&](const char* name) { return read_numbers(out / name, "/report/v1/data"); };
  const Numbers v = data("report_v_ids_5_100_110_900.h5"), asc = data("report_asc_ids_7.h5"),
                total = data("report_synaptic_ids_5_600.h5"), refractory = data("report_refractory_all.h5");
  CHECK(v.shape == std::vector<hsize_t>{400, 13});
  CHECK(asc.shape == std::vector<hsize_t>{200, 1});
  CHECK(total.shape == std::vector<hsize_t>{80, 2});
  std::vector<std::uint32_t> everyone(1141);
  std::iota(everyone.begin(), everyone.end(), 0u);
  std::vector<float> blocked(everyone.size());
  std::size_t refractory_steps = 0;
  bool equal = true;
  for (std::size_t ms = 0; ms < 400; ++ms) {
    session.step();
    const Simulator& simulator = session.simulator();
    equal =
        equal && v.values[ms * 13] == simulator.sample(5).v_mV && v.values[ms * 13 + 12] == simulator.sample(900).v_mV;
    if (ms % 2 == 1)
      equal = equal && asc.values[ms / 2] == simulator.sample(7).asc_pA;
    if (ms % 5 == 4)
      equal = equal && total.values[ms / 5 * 2 + 1] == simulator.sample(600).synaptic_pA;
    simulator.read(NeuronVariable::refractory_steps, everyone, blocked);
    for (std::uint32_t id = 0; id < 1141; ++id) {
      equal = equal && refractory.values[ms * 1141 + id] == blocked[id];
      refractory_steps += blocked[id] > 0.0f ? 1 : 0;
    }
  }
  CHECK(equal);
  CHECK(refractory_steps > 100);
  // The three sources add up to the whole from the first step on.
  const Numbers recurrent = data("report_recurrent_ids_5_600.h5"), lgn = data("report_lgn_ids_5_600.h5"),
                background = data("report_background_ids_5_600.h5");
  double largest = 0.0;
  for (std::size_t i = 0; i < total.values.size(); ++i) {
    CHECK(recurrent.values[i] + lgn.values[i] + background.values[i] ==
          doctest::Approx(total.values[i]).epsilon(1e-4).scale(10.0));
    largest = std::max(largest, std::abs(total.values[i]));
  }
  CHECK(largest > 1.0);
  CHECK(read_numbers(out / "report_synaptic_ids_5_600.h5", "/report/v1/mapping/time").values ==
        std::vector<double>{5.0, 405.0, 5.0});
  CHECK(read_numbers(out / "report_synaptic_ids_5_600.h5", "/report/v1/mapping/node_ids").values ==
        std::vector<double>{5.0, 600.0});

  // Counts against the spikes themselves.
  const Numbers counted = data("report_spikes_all.h5"),
                by_population = read_numbers(out / "report_count_L4.h5", "/report/v1_populations/data");
  std::vector<double> single(20 * 1141, 0.0), populations(40 * 7, 0.0);
  const auto l4 = read_numbers(out / "report_count_L4.h5", "/report/v1_populations/mapping/node_ids").values;
  REQUIRE(l4 == std::vector<double>{5, 6, 7, 8, 9, 10, 11});
  for (const auto& [ms, id] : expected) {
    single[static_cast<std::size_t>(ms / 20) * 1141 + id] += 1.0;
    if (const int population = tiny_network()->neurons.population[id]; population >= 5 && population <= 11)
      populations[static_cast<std::size_t>(ms / 10) * 7 + static_cast<std::size_t>(population) - 5] += 1.0;
  }
  CHECK(counted.values == single);
  CHECK(by_population.values == populations);
}

TEST_CASE("simulation_data.hdf5 of a run") {
  const TemporaryFolder folder;
  const auto out = folder / "out";
  const Spikes spikes = record(
      out, parameters({{"record", "simulation-data-float32,lgn-spikes"}, {"probe", "v:core:1;lgn:core:1"}}), 200);
  const auto file = out / "simulation_data.hdf5";
  const Numbers z = read_numbers(file, "/Data/z");
  REQUIRE(z.shape == std::vector<hsize_t>{1, 200, 1141});
  Spikes read;
  for (std::size_t i = 0; i < z.values.size(); ++i)
    if (z.values[i] != 0.0)
      read.emplace_back(i / 1141, i % 1141);
  CHECK(read == spikes);
  Spikes lgn;
  const Numbers z_lgn = read_numbers(file, "/Data/z_lgn");
  for (std::size_t i = 0; i < z_lgn.values.size(); ++i)
    if (z_lgn.values[i] != 0.0)
      lgn.emplace_back(i / 17400, i % 17400);
  CHECK(lgn == spikes_of(out / "lgn_spikes.h5"));
  CHECK(lgn.size() > 1000);

  const auto rest = read_numbers(file, "/v1/core_E_L_mV").values,
             threshold = read_numbers(file, "/v1/core_V_th_mV").values;
  const Numbers v = read_numbers(file, "/Data/v"), v_mV = read_numbers(out / "report_v_core.h5", "/report/v1/data");
  REQUIRE(v.shape == std::vector<hsize_t>{1, 200, rest.size()});
  REQUIRE(v.values.size() == v_mV.values.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < v.values.size(); ++i) {
    const std::size_t cell = i % rest.size();
    worst = std::max(worst, std::abs(rest[cell] + v.values[i] * (threshold[cell] - rest[cell]) - v_mV.values[i]));
  }
  CHECK(worst < 1e-4);
  CHECK(read_numbers(file, "/Data/bottom_up_current").values ==
        read_numbers(out / "report_lgn_core.h5", "/report/v1/data").values);
  // Gray, then the grating from 100 ms on.
  CHECK(read_numbers(file, "/stimulus/from_ms").values == std::vector<double>{0.0, 100.0});
  const auto contrast = read_numbers(file, "/stimulus/contrast").values;
  REQUIRE(contrast.size() == 2);
  CHECK(contrast[0] == 0.0);
  CHECK(contrast[1] == doctest::Approx(0.8));
}

TEST_CASE("LGN rates are those the LGN had") {
  const TemporaryFolder folder;
  const auto out = folder / "out";
  record(out, parameters({{"record", "lgn-rates"}}), 150);
  CHECK_FALSE(std::filesystem::exists(out / "spikes.h5"));
  const Numbers rates = read_numbers(out / "lgn_rates.h5", "/firing_rates/lgn/firing_rates_Hz");
  REQUIRE(rates.shape == std::vector<hsize_t>{150, 17400});
  Session session(tiny_parameters(), tiny_network());
  bool equal = true;
  for (std::size_t ms = 0; ms < 150; ++ms) {
    const StepResult step = session.step();
    for (std::size_t unit = 0; unit < 17400; ++unit)
      equal = equal && rates.values[ms * 17400 + unit] == step.lgn_rates_Hz[unit];
  }
  CHECK(equal);
}

TEST_CASE("files that are there are kept") {
  const TemporaryFolder folder;
  const auto out = folder / "out";
  record(out, tiny_parameters(), 10);
  Session session(tiny_parameters(), tiny_network());
  CHECK(contains(sentence_of([&] { RunRecording(session, {.folder = out}); }), "already exists"));
  RunRecording replaced(session, {.folder = out, .overwrite = true});
  CHECK(contains(sentence_of([&] { RunRecording(session, {.folder = "/proc/nowhere"}); }), "/proc/nowhere"));
}

TEST_CASE("a live recording holds what its parameters ask for, and live equals headless") {
  const TemporaryFolder folder;
  const auto live = folder / "live", headless = folder / "headless";
  const ParameterSet settings = parameters({{"record", "spikes,lgn-spikes"}, {"perturb", "silence:L4:150:250"}});
  ParameterSet probed = settings;
  probed.set_text("probe", "count:all:5");
  probed.set_text("perturb", "silence:L4:150:250; current:L5_ET:200::");
  SimulationService service([] {});
  service.open(settings, false);
  const auto wait = [&](const auto& condition) {
    for (int i = 0; i < 3000; ++i) {
      if (const auto snapshot = service.take(); snapshot && condition(*snapshot))
        return snapshot;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL("no such snapshot within 30 s");
    return std::shared_ptr<const Snapshot>();
  };
  wait([](const Snapshot& s) { return s.now_ms == 0; });
  service.edit(probed);
  service.start_recording(live.string());
  service.step(300);
  const auto last = wait([](const Snapshot& s) { return s.now_ms == 300; });
  CHECK(last->message.empty());
  CHECK(std::any_of(last->marks.begin(), last->marks.end(), [](const StimulusMark& mark) {
    return mark.time_ms == 150.0 && contains(mark.label, "silence L4");
  }));
  service.stop_recording();
  wait([](const Snapshot& s) { return !s.recording; });
  const RunSettings read = read_run_settings(live / "settings.json");
  REQUIRE(read.edits.size() == 1);
  Session session(read.parameters, tiny_network());
  CHECK(run(session, 300, read.edits) == spikes_of(live / "spikes.h5"));
  CHECK(record(headless, probed, 300) == spikes_of(live / "spikes.h5"));
  CHECK(read_numbers(live / "report_count_all.h5", "/report/v1_populations/data").values ==
        read_numbers(headless / "report_count_all.h5", "/report/v1_populations/data").values);
}
